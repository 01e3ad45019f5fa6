// What of a lane is drawn: marks one by one where they fit without touching, else bins by time.
export const RADIUS = 4;
export const ROW = 12; // pixels of a row of marks
const WHISKER = 3; // pixels of a month's bar that show on either side of its shape, at least
const FROM_MONTHS = 110; // pixels of a year from which bins are months
const FROM_DAYS = 5; // pixels of a day from which bins are days

// The first row whose name ends before, else the one that has been free longest.
function findRow(ends, names, low) {
  const after = names.findIndex((end) => end <= low);
  return after < 0 ? ends.indexOf(Math.min(...ends)) : after;
}

// Rows in which no two marks touch; null when there is no room for all.
export function packMarks(marks, found, scale, rows, widthOf) {
  if (found.length > (rows * (scale.right - scale.left)) / (2 * RADIUS)) return null;
  const ends = new Array(rows).fill(-Infinity);
  const names = new Array(rows).fill(-Infinity);
  const packed = [];
  for (const i of found) {
    const [a, b] = [Math.max(scale.x(marks.start[i]), scale.left), Math.min(scale.x(marks.end[i]), scale.right)];
    const middle = Math.min(Math.max((a + b) / 2, scale.left + RADIUS), scale.right - RADIUS);
    const half = RADIUS + 1 + (marks.precision[i] === 2 ? WHISKER : 0);
    const bar = marks.precision[i] < 3;
    const low = Math.min(bar ? a : middle, middle - half);
    const high = Math.max(bar ? b : middle, middle + half);
    const row = findRow(ends, names, low);
    if (ends[row] > low) return null;
    ends[row] = high + 1;
    names[row] = high + widthOf(i) + 12;
    packed.push({ i, row, middle, low, high, bar });
  }
  return packed;
}

// Where each mark's name goes: behind it, up to the next of its row; where that is too little, in
// front of it, from where the last name or mark of its row ends.
export function placeNames(packed, { left, right }, fit) {
  const next = new Map();
  for (let at = packed.length - 1; at >= 0; at -= 1) {
    const mark = packed[at];
    mark.until = next.has(mark.row) ? next.get(mark.row) : right;
    next.set(mark.row, mark.low);
  }
  const taken = new Map();
  for (const mark of packed) {
    const before = taken.has(mark.row) ? taken.get(mark.row) + 4 : left;
    mark.text = fit(mark.i, mark.until - mark.high - 8);
    mark.behind = Boolean(mark.text);
    if (!mark.text) mark.text = fit(mark.i, mark.low - before - 8);
    taken.set(mark.row, mark.behind ? mark.until - 4 : mark.high);
  }
}

// Bins are as fine as a bar can be seen; what is known less finely is counted apart, by its own time.
export function chooseBins(pixelsOfDay) {
  const year = 365.25 * pixelsOfDay;
  if (pixelsOfDay >= FROM_DAYS) return { unit: "day", step: 1, coarse: [1, 2] };
  if (year >= FROM_MONTHS) return { unit: "month", step: 1, coarse: [1] };
  return { unit: "year", step: [1, 2, 5, 10, 20].find((step) => step * year >= 5) || 50, coarse: [] };
}

function keyOf(marks, i, unit, step) {
  if (unit === "day") return marks.start[i];
  const year = marks.year[i] + marks.base;
  return unit === "month" ? year * 12 + marks.month[i] - 1 : Math.floor(year / step) * step;
}

function spanOf(dayOf, key, unit, step) {
  if (unit === "day") return [key, key + 1];
  if (unit === "year") return [dayOf(key), dayOf(key + step)];
  return [dayOf(Math.floor(key / 12), key % 12), dayOf(Math.floor((key + 1) / 12), (key + 1) % 12)];
}

function gather(marks, found, lane, dayOf, { unit, step, precisions }) {
  const bins = new Map();
  const kinds = marks.data.hues[0].length;
  for (const i of found) {
    if (!precisions.includes(marks.precision[i])) continue;
    const key = keyOf(marks, i, unit, step);
    let bin = bins.get(key);
    if (!bin) {
      const [from, to] = spanOf(dayOf, key, unit, step);
      bin = { lane, from, to, precisions, unit, count: 0, hues: new Int32Array(kinds) };
      bins.set(key, bin);
    }
    bin.count += 1;
    bin.hues[marks.hue[i]] += 1;
  }
  return [...bins.values()];
}

// What a lane shows: `packed` marks or `bars`, and for each coarser precision the bins of a strip
// where not all marks fit.
export function layLane(marks, lane, kit, view, scale, bins, fits) {
  const { dayOf, marksIn } = kit.data;
  const found = marksIn(marks, lane, view.from, view.to);
  const all = packMarks(marks, found, scale, fits(0), kit.widthOf);
  if (all) return { packed: all, strips: [] };
  const strips = bins.coarse.map((precision) =>
    gather(marks, found, lane, dayOf, { unit: precision === 1 ? "year" : "month", step: 1, precisions: [precision] }));
  const fine = found.filter((i) => !bins.coarse.includes(marks.precision[i]));
  const packed = bins.coarse.length ? packMarks(marks, fine, scale, fits(strips.length), kit.widthOf) : null;
  if (packed) return { packed, strips };
  const precisions = [1, 2, 3].filter((precision) => !bins.coarse.includes(precision));
  return { bars: gather(marks, fine, lane, dayOf, { ...bins, precisions }), strips };
}
