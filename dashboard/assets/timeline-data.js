// Marks as dashboard/timeline.py packs them, as arrays. Days count from 1970; a mark lasts from its
// start to its end, which is the first day after it.
const MILLISECONDS = 86400000;
const FIRST_SIGN = 32;
const MOST_DAYS = 366; // that a mark may last
export const PRECISIONS = ["none", "year", "month", "day"];

// `month` counts from 0.
export function dayOf(year, month = 0, day = 1) {
  return Math.round(Date.UTC(year, month, day) / MILLISECONDS);
}

export function dateOf(day) {
  const date = new Date(day * MILLISECONDS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

function readColumn(text, Kind) {
  const values = new Kind(text.length);
  for (let i = 0; i < values.length; i += 1) values[i] = text.charCodeAt(i) - FIRST_SIGN;
  return values;
}

function readSums(steps) {
  let sum = 0;
  return Int32Array.from(steps, (step) => (sum += step));
}

// Start and end of each mark; what has no month lasts a year, what has no day a month.
function readDates(marks, base) {
  const first = new Map();
  const startOf = (year, month) => {
    const key = year * 12 + month;
    if (!first.has(key)) first.set(key, dayOf(year, month));
    return first.get(key);
  };
  for (let i = 0; i < marks.n; i += 1) {
    if (!marks.year[i]) continue;
    const year = marks.year[i] + base;
    const [month, day] = [marks.month[i], marks.day[i]];
    marks.precision[i] = month ? (day ? 3 : 2) : 1;
    const start = startOf(year, month ? month - 1 : 0);
    const end = month ? startOf(year + (month === 12), month % 12) : startOf(year + 1, 0);
    marks.start[i] = day ? Math.min(start + day, end) - 1 : start;
    marks.end[i] = day ? marks.start[i] + 1 : end;
  }
}

// Each lane's marks, the dated ones from the earliest on.
function fillLanes(marks, lanes) {
  const keys = lanes.map(() => []);
  const undated = lanes.map(() => []);
  const room = 2 ** 18; // more than there are marks
  for (let i = 0; i < marks.n; i += 1) {
    if (marks.precision[i]) keys[marks.lane[i]].push(marks.start[i] * room + i);
    else undated[marks.lane[i]].push(i);
  }
  return lanes.map(([label, count, without], number) => ({
    label,
    count,
    without,
    undated: undated[number],
    dated: Int32Array.from(Float64Array.from(keys[number]).sort(), (key) => ((key % room) + room) % room),
  }));
}

export function readMarks(data) {
  const n = data.year.length;
  const marks = {
    n,
    year: readColumn(data.year, Int16Array),
    month: readColumn(data.month, Uint8Array),
    day: readColumn(data.day, Uint8Array),
    lane: readColumn(data.lane, Uint16Array),
    theme: readColumn(data.theme, Uint8Array),
    status: readColumn(data.status, Uint8Array),
    place: readColumn(data.place, Uint16Array),
    row: readSums(data.row),
    precision: new Uint8Array(n),
    start: new Int32Array(n),
    end: new Int32Array(n),
    base: data.base,
    data,
  };
  readDates(marks, data.base);
  marks.hue = data.byTheme ? marks.theme : marks.status;
  marks.lanes = fillLanes(marks, data.lanes);
  const [first, last] = data.years || [0, 0];
  marks.from = dayOf(first);
  marks.to = dayOf(last + 1);
  return marks;
}

// Where the first mark of a lane stands that starts at a day or later.
function placeOf(marks, dated, day) {
  let [low, high] = [0, dated.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks.start[dated[middle]] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The marks of a lane that last into a stretch of days, from the earliest on.
export function marksIn(marks, lane, from, to) {
  const { dated } = marks.lanes[lane];
  const some = dated.subarray(placeOf(marks, dated, from - MOST_DAYS), placeOf(marks, dated, to));
  return some.filter((i) => marks.end[i] > from);
}

// The marks that a bin counts: those that start in it, of the precisions that it is for.
export function membersOf(marks, { lane, from, to, precisions }) {
  const { dated } = marks.lanes[lane];
  const some = dated.subarray(placeOf(marks, dated, from), placeOf(marks, dated, to));
  return some.filter((i) => precisions.includes(marks.precision[i]));
}

// 2019, 2019-05 or 2019-05-07; empty when undated.
export function writeDate(marks, i) {
  const parts = [marks.year[i] && marks.year[i] + marks.base, marks.month[i], marks.day[i]].slice(0, marks.precision[i]);
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

export function nameOf(marks, i) {
  return marks.data.names[marks.data.name[i]];
}

export function placeNameOf(marks, i) {
  return marks.data.places[marks.place[i]];
}

// How many of all lanes together each year has, from the first on.
export function countYears(marks) {
  const [first, last] = marks.data.years;
  const counts = new Int32Array(last - first + 1);
  for (let i = 0; i < marks.n; i += 1) if (marks.year[i]) counts[marks.year[i] + marks.base - first] += 1;
  return counts;
}

export function complete(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}
