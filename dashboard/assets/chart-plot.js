// Bars and lines as a list of simple things: rectangles, paths, texts. The same list is drawn on
// the page and saved as a file.
const AXIS = 22; // height of the row of column labels
const STRIP = 20; // height of the small bars below it
const GAP = 18; // in front of what stands apart
const LABEL = 11.5;

export const isWide = (code) => code > 0x2e7f;

// About the width of a text: Chinese characters are square.
export function measure(text, size) {
  let width = 0;
  for (const character of String(text)) width += isWide(character.codePointAt(0)) ? size : 0.58 * size;
  return width;
}

export function fit(text, size, room) {
  if (measure(text, size) <= room) return text;
  let kept = "";
  for (const character of text) {
    if (measure(kept + character, size) + size > room) break;
    kept += character;
  }
  return kept + "…";
}

// Round steps from 0 to at least the highest value, whole numbers for counts: of three to six
// steps those that leave the least room above.
export function listTicks(most, whole) {
  const rough = Math.max(most, whole ? 1 : 1e-9) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  let steps = [1, 2, 2.5, 5, 10, 20].map((n) => n * power).filter((n) => n >= rough * 0.999 && n <= rough * 2.2);
  if (whole) steps = steps.filter(Number.isInteger).concat(rough < 1 ? [1] : []);
  const [step, count] = steps.map((size) => [size, Math.max(1, Math.ceil(most / size - 1e-9))])
    .sort((a, b) => a[0] * a[1] - b[0] * b[1] || b[0] - a[0])[0];
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

export function writeValue(data, value) {
  if (value === null || value === undefined) return "–";
  if (data.unit === "share") return `${Math.round(100 * value)}%`;
  return value.toLocaleString();
}

// Slanted lines over a rectangle, without patterns: these need names, which files may share.
function hatch(x, y, w, h, step) {
  let d = "";
  for (let c = step; c < w + h; c += step) {
    const [x1, y1] = c < h ? [x, y + c] : [x + c - h, y + h];
    const [x2, y2] = c < w ? [x + c, y] : [x + w, y + c - w];
    d += `M${x1.toFixed(1)},${y1.toFixed(1)}L${x2.toFixed(1)},${y2.toFixed(1)}`;
  }
  return d;
}

// The ground of a column that cannot be held against the others.
export function hatched(x, y, w, h, look) {
  return [
    { kind: "rect", x, y, w, h, fill: look.quiet, alpha: 0.09 },
    { kind: "path", d: hatch(x, y, w, h, Math.min(7, w / 2.5)), stroke: look.quiet, alpha: 0.42, weight: 1 },
  ];
}

// Where everything goes for a width: columns, the value axis, what stands apart.
export function layOut(data, look) {
  const { width, narrow } = look;
  const sums = data.columns.map((_, i) => data.series.reduce((sum, each) => sum + (each.values[i] || 0), 0));
  const apart = data.apart ? data.series.reduce((sum, each) => sum + each.apart, 0) : 0;
  const stacked = data.kind === "bars";
  const single = data.series.flatMap((each) => each.values.map((value) => value || 0));
  const most = Math.max(0, ...(stacked ? [...sums, data.cut ? 0 : apart] : single));
  const ticks = listTicks(data.unit === "share" ? Math.min(1, Math.max(most, 0.05)) : most, data.unit === "count");
  const left = Math.max(...ticks.map((tick) => measure(writeValue(data, tick), LABEL))) + 10;
  const labelled = stacked ? [] : data.series.filter((each) => each.strong);
  const wordiest = Math.max(0, ...labelled.map((each) => measure(nameEnd(data, each), 12)));
  const right = labelled.length ? width - Math.min(wordiest + 12, width * (narrow ? 0.3 : 0.22)) : width - (apart ? 4 : 16);
  const room = right - left;
  const count = data.columns.length;
  const wide = apart ? Math.max(34, Math.min(64, room / (count + 2))) : 0;
  const plot = room - (apart ? wide + GAP : 0);
  const step = count ? plot / count : plot;
  const top = 20;
  const bottom = top + (narrow ? 190 : data.height);
  return { ticks, left, right, step, top, bottom, plotRight: left + plot, sums, apart, wide, stacked, count, parts: [] };
}

export const middleOf = (place, i) => place.left + place.step * (i + 0.5);

export function heightOf(place, value) {
  const last = place.ticks[place.ticks.length - 1];
  return ((place.bottom - place.top) * value) / last;
}

// A line alone needs no name: its last value stands at its end.
const nameEnd = (data, each) => (data.series.length > 1 ? each.label : writeValue(data, each.values.findLast((one) => one !== null)));

function drawGround(data, place, look) {
  const ops = [];
  for (const i of data.breaks) {
    ops.push(...hatched(place.left + place.step * i, place.top, place.step, place.bottom - place.top, look));
  }
  for (const tick of place.ticks) {
    const y = place.bottom - heightOf(place, tick);
    ops.push({ kind: "path", d: `M${place.left},${y.toFixed(1)}H${place.plotRight}`, stroke: look.quiet, alpha: tick ? 0.24 : 0.9, weight: 1 });
    ops.push({ kind: "text", x: place.left - 7, y: y + 4, text: writeValue(data, tick), anchor: "end", fill: look.quiet, size: LABEL });
  }
  return ops;
}

function drawColumns(data, place, look) {
  const ops = [];
  const widest = Math.max(0, ...data.columns.map((label) => measure(label, LABEL))) + 8;
  const every = Math.max(1, Math.ceil(widest / place.step));
  // Zero always has its label, where there is one; else the last.
  const anchor = data.columns.includes("0") ? data.columns.indexOf("0") : place.count - 1;
  data.columns.forEach((label, i) => {
    if ((anchor - i) % every) return;
    ops.push({ kind: "text", x: middleOf(place, i), y: place.bottom + 16, text: label, anchor: "middle", fill: look.ink, size: LABEL });
  });
  if (place.apart) {
    const text = fit(data.apart, LABEL, place.wide + GAP);
    const x = Math.min(place.plotRight + GAP + place.wide / 2, look.width - measure(text, LABEL) / 2);
    ops.push({ kind: "text", x, y: place.bottom + 16, text, anchor: "middle", fill: look.ink, size: LABEL });
  }
  if (!data.strip) return ops;
  const most = Math.max(1, ...data.strip.values);
  const base = place.bottom + AXIS + STRIP + 4;
  const wide = Math.min(place.step * 0.64, 46);
  data.strip.values.forEach((value, i) => {
    const h = value ? Math.max(1.5, (STRIP * value) / most) : 0;
    if (h) ops.push({ kind: "rect", x: middleOf(place, i) - wide / 2, y: base - h, w: wide, h, fill: look.quiet, alpha: 0.5 });
  });
  ops.push({ kind: "path", d: `M${place.left},${base}H${place.plotRight}`, stroke: look.quiet, alpha: 0.5, weight: 1 });
  ops.push({ kind: "text", x: place.left, y: base + 14, text: fit(data.strip.told, 11, look.width - place.left), fill: look.quiet, size: 11 });
  return ops;
}

// Where a bar is cut off: a zigzag across it.
function tear(x, y, w) {
  const teeth = Math.max(2, Math.round(w / 12));
  const step = w / teeth;
  return `M${x - 2},${y}` + Array.from({ length: teeth }, (_, i) => `L${(x + step * (i + 0.5)).toFixed(1)},${y - 5}L${(x + step * (i + 1)).toFixed(1)},${y}`).join("") + "h3";
}

function drawStacks(data, place, look) {
  const ops = [];
  const wide = Math.max(1, Math.min(place.step * 0.76, 56));
  const stack = (x, w, values, alpha, scale = 1) => {
    let y = place.bottom;
    const parts = [];
    data.series.forEach((each, k) => {
      const h = scale * heightOf(place, values[k] || 0);
      if (!h) return;
      ops.push({ kind: "rect", x, y: y - h, w, h, fill: each.hues[look.dark], alpha, edge: h > 3 ? look.ground : undefined });
      y -= h;
      parts.push({ k, x, y, w, h });
    });
    place.parts.push(parts);
    return y;
  };
  const write = (x, y, value, room) => {
    const text = writeValue(data, value);
    if (value && measure(text, 11) <= room) ops.push({ kind: "text", x, y: y - 5, text, anchor: "middle", fill: look.ink, size: 11 });
  };
  const count = (x, y, n, room) => {
    const text = n.toLocaleString();
    if (measure(text, 10) <= room) ops.push({ kind: "text", x, y: y - 5, text, anchor: "middle", fill: look.quiet, size: 10 });
  };
  data.columns.forEach((_, i) => {
    const y = stack(middleOf(place, i) - wide / 2, wide, data.series.map((each) => each.values[i]), 1);
    if (data.unit !== "share") write(middleOf(place, i), y, place.sums[i], place.step);
    else if (data.sums[i]) count(middleOf(place, i), y, data.sums[i], place.step);
    // What is drawn in such a year is hatched itself where bars hide the ground.
    if (data.breaks.includes(i) && y < place.bottom) ops.push({ kind: "path", d: hatch(middleOf(place, i) - wide / 2, y, wide, place.bottom - y, 7), stroke: look.ground, alpha: 0.6, weight: 1.6 });
  });
  if (place.apart) {
    const x = place.plotRight + GAP;
    const full = heightOf(place, place.apart);
    const scale = data.cut ? Math.min(1, (place.bottom - place.top) / full) : 1;
    const y = stack(x, place.wide, data.series.map((each) => each.apart), 0.72, scale);
    if (scale < 1) ops.push({ kind: "path", d: tear(x, y + 12, place.wide), stroke: look.ground, weight: 4 });
    ops.push({ kind: "path", d: `M${x - GAP / 2},${place.top}V${place.bottom}`, stroke: look.quiet, alpha: 0.5, weight: 1, dash: "3 3" });
    if (data.unit !== "share") write(x + place.wide / 2, y, place.apart, place.wide);
    else count(x + place.wide / 2, y, data.sums[place.count], place.wide);
  }
  return ops;
}

function traceLine(data, place, values) {
  let d = "";
  values.forEach((value, i) => {
    if (value === null) return;
    const [x, y] = [middleOf(place, i), place.bottom - heightOf(place, value)];
    if (!d) d = `M${x.toFixed(1)},${y.toFixed(1)}`;
    else d += data.step ? `H${x.toFixed(1)}V${y.toFixed(1)}` : `L${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return d;
}

// Labels at the ends of lines, moved apart so that none lies on another.
function placeLabels(data, place, look) {
  const found = data.series.filter((each) => each.strong && each.values.some((value) => value !== null)).map((each) => {
    const value = each.values.findLast((one) => one !== null);
    return { each, y: place.bottom - heightOf(place, value) + 4 };
  }).sort((a, b) => a.y - b.y);
  for (let i = 1; i < found.length; i += 1) found[i].y = Math.max(found[i].y, found[i - 1].y + 15);
  let floor = place.bottom + 6;
  for (const one of found.toReversed()) {
    one.y = Math.min(one.y, floor);
    floor = one.y - 15;
  }
  return found.map(({ each, y }) => ({
    kind: "text", x: middleOf(place, place.count - 1) + 8, y, fill: each.hues[look.dark], size: 12, bold: true,
    text: fit(nameEnd(data, each), 12, look.width - middleOf(place, place.count - 1) - 8),
  }));
}

function drawLines(data, place, look) {
  const ops = [];
  const order = [...data.series].sort((a, b) => Number(a.strong) - Number(b.strong));
  for (const each of order) {
    const [hue, d] = [each.hues[look.dark], traceLine(data, place, each.values)];
    if (!d) continue;
    if (data.series.length === 1) {
      const first = each.values.findIndex((value) => value !== null);
      const last = each.values.findLastIndex((value) => value !== null);
      ops.push({ kind: "path", d: `${d}V${place.bottom}H${middleOf(place, first).toFixed(1)}Z`, fill: hue, alpha: 0.12 });
      if (first === last) ops.push({ kind: "dot", x: middleOf(place, first), y: place.bottom - heightOf(place, each.values[first]), r: 4, fill: hue });
    }
    ops.push({ kind: "path", d, stroke: hue, weight: each.strong ? 2.2 : 1.2, alpha: each.strong ? 1 : 0.45 });
    if (each.strong) each.values.forEach((value, i) => {
      if (value !== null && value !== each.values[i - 1]) ops.push({ kind: "dot", x: middleOf(place, i), y: place.bottom - heightOf(place, value), r: 2.6, fill: hue });
    });
  }
  return [...ops, ...placeLabels(data, place, look)];
}

export function drawPlot(data, look) {
  const place = layOut(data, look);
  const marks = place.stacked ? drawStacks(data, place, look) : drawLines(data, place, look);
  const ops = [...drawGround(data, place, look), ...marks, ...drawColumns(data, place, look)];
  return { ops, place, width: look.width, height: place.bottom + AXIS + (data.strip ? STRIP + 22 : 4) };
}

// The part of a column that a point lies in, or that is nearest on a line; null for none.
export function findPart(data, place, i, y) {
  if (place.stacked) {
    const part = (place.parts[i] || []).find((each) => y >= each.y && y <= each.y + each.h);
    return part ? part.k : null;
  }
  const near = listParts(data, place, i).map((k) => [Math.abs(place.bottom - heightOf(place, data.series[k].values[i]) - y), k]);
  near.sort((a, b) => a[0] - b[0]);
  return near.length ? near[0][1] : null;
}

// The parts of a column from its foot to its top.
export function listParts(data, place, i) {
  const values = data.series.map((each) => (i === place.count ? each.apart : each.values[i]));
  const some = values.map((value, k) => [value, k]).filter(([value]) => value);
  if (!place.stacked) some.sort((a, b) => a[0] - b[0]);
  return some.map(([, k]) => k);
}

// A frame around a part, or a ring on a line.
export function framePart(data, place, i, k) {
  if (!place.stacked) return { x: middleOf(place, i) - 6, y: place.bottom - heightOf(place, data.series[k].values[i]) - 6, width: 12, height: 12, rx: 6 };
  const { x, y, w, h } = place.parts[i].find((each) => each.k === k);
  return { x, y, width: w, height: h, rx: 0 };
}

// What a column holds, for the box beside the pointer and for whoever listens.
export function describe(data, place, i) {
  const apart = i === place.count;
  const rows = data.series.map((each) => [each, apart ? each.apart : each.values[i]]).filter(([, value]) => value);
  if (!place.stacked) rows.sort((a, b) => b[1] - a[1]);
  const facts = [];
  if (data.sums.length) facts.push([data.words.total, data.sums[i].toLocaleString()]);
  if (place.stacked && data.unit === "count") facts.push([data.words.total, writeValue(data, apart ? place.apart : place.sums[i])]);
  if (!apart && data.strip) facts.push([data.strip.label, data.strip.values[i].toLocaleString()]);
  const warning = !apart && data.breaks.includes(i) ? data.words.low : "";
  return { head: apart ? data.apart : data.columns[i], rows: rows.slice(0, 12).map(([each, value]) => [each, writeValue(data, value)]), facts, warning };
}
