// The drawing of a view: things to paint, and where on it there is something to point at.
const TICK_ROOM = 46; // pixels that a year's figure needs
const STRIP = 12;
const STRIP_ROOM = STRIP + 2;
const LABEL = 12.5; // pixels of a lane's label
const NAME = 11; // pixels of a name's letters
const NAME_ROOM = 220; // pixels that a name takes, at most
const FAINT = 0.2; // of what is outside the span or not of the hue looked for

function makeScale(view, look) {
  const pixels = (look.right - look.left) / (view.to - view.from);
  return { left: look.left, right: look.right, pixels, x: (day) => look.left + (day - view.from) * pixels };
}

// Where the lines of the axis stand: [day, words, whether it begins a year]
function listTicks(kit, view, scale, months) {
  const { dayOf, dateOf } = kit.data;
  const year = 365.25 * scale.pixels;
  const step = [1, 2, 5, 10, 20].find((each) => each * year >= TICK_ROOM) || 50;
  const ticks = [];
  const [first, last] = [dateOf(view.from).year, dateOf(view.to).year];
  for (let each = Math.floor(first / step) * step; each <= last; each += step) ticks.push([dayOf(each), String(each), true]);
  const every = [1, 3, 6].find((months) => (months * year) / 12 >= 40);
  if (every) {
    const start = dateOf(view.from);
    for (let key = start.year * 12; dayOf(Math.floor(key / 12), key % 12) < view.to; key += every) {
      if (key % 12) ticks.push([dayOf(Math.floor(key / 12), key % 12), months[key % 12], false]);
    }
  }
  if (scale.pixels >= 24) {
    for (let day = Math.ceil(view.from); day < view.to; day += 1) {
      const { month, day: number } = dateOf(day);
      if (number > 1) ticks.push([day, `${month + 1}-${number}`, false]);
    }
  }
  return ticks.filter(([day]) => day >= view.from && day < view.to);
}

function drawAxis(kit, view, look, scale, months, bottom) {
  const ops = [];
  let free = -Infinity;
  const ticks = listTicks(kit, view, scale, months).sort((one, other) => one[0] - other[0]);
  if (!ticks.some((tick) => tick[2])) ops.push({ kind: "text", x: scale.left, y: look.top - 22, text: String(kit.data.dateOf(view.from).year), fill: look.ink, size: 12, bold: true });
  for (const [day, text, major] of ticks) {
    const x = scale.x(day);
    ops.push({ kind: "rect", x, y: look.top, w: 1, h: bottom - look.top, fill: look.ink, alpha: major ? 0.13 : 0.06 });
    const width = kit.paint.measure(text, 12);
    if (x < free || x + width > scale.right + 4) continue;
    ops.push({ kind: "text", x: x + 3, y: look.top - 7, text, fill: major ? look.ink : look.quiet, size: 12, bold: major });
    free = x + width + 10;
  }
  return ops;
}

function drawHead(kit, lane, look, y) {
  const number = lane.count.toLocaleString();
  if (look.narrow) {
    const label = kit.paint.fit(lane.label, 12, look.right - look.left - 60);
    const x = look.left + 2 + kit.paint.measure(label, 12) + 8;
    return [
      { kind: "text", x: look.left + 2, y: y + 13, text: label, fill: look.ink, size: 12 },
      { kind: "text", x, y: y + 13, text: number, fill: look.quiet, size: 11 },
    ];
  }
  const [x, room] = [look.left - 12, look.left - 16];
  const [first, ...rest] = kit.paint.wrap(lane.label, LABEL, room);
  const lines = [first || "", ...(rest.length ? [rest.join(" ")] : [])].map((line) => kit.paint.fit(line, LABEL, room));
  const top = y + look.laneHeight / 2 + 6 - 8 * lines.length;
  return [
    ...lines.map((text, i) => ({ kind: "text", x, y: top + 15 * i, text, fill: look.ink, size: LABEL, anchor: "end" })),
    { kind: "text", x, y: top + 15 * lines.length, text: number, fill: look.quiet, size: 11, anchor: "end" },
  ];
}

function drawUndated(lane, number, look, y, targets) {
  if (!lane.without) return [];
  const box = { x: look.right + 12, y: y + look.laneHeight / 2 - 10, w: look.gutter - 16, h: 20 };
  targets.push({ ...box, kind: "undated", lane: number });
  return [
    { kind: "frame", ...box, stroke: look.line },
    { kind: "text", x: box.x + box.w / 2, y: box.y + 14, text: lane.without.toLocaleString(), fill: look.ink, size: 11.5, anchor: "middle" },
  ];
}

function drawMarks(kit, marks, packed, look, top, targets) {
  const ops = [];
  for (const { i, row, middle, low, high, bar, text, behind } of packed) {
    const y = top + row * kit.bins.ROW + kit.bins.ROW / 2;
    const fill = look.hues[marks.hue[i]];
    const alpha = look.isFaint(i) ? FAINT : 1;
    if (bar) {
      ops.push({ kind: "rect", x: low, y: y - 1, w: high - low, h: 2, fill, alpha: alpha * 0.55 });
      for (const x of [low, high - 1]) ops.push({ kind: "rect", x, y: y - 3, w: 1, h: 6, fill, alpha: alpha * 0.55 });
    }
    ops.push({ kind: "shape", shape: marks.status[i], x: middle, y, r: kit.bins.RADIUS, fill, ground: look.ground, alpha, title: look.describe && look.describe(i) });
    if (text) ops.push({ kind: "text", x: behind ? high + 5 : low - 5, y: y + 4, text, fill: look.ink, size: NAME, alpha, anchor: behind ? "start" : "end" });
    targets.push({ kind: "mark", lane: marks.lane[i], i, x: low - 2, y: y - kit.bins.ROW / 2, w: high - low + 4, h: kit.bins.ROW });
  }
  return ops;
}

function drawBar(bin, box, tall, look, targets) {
  const ops = [];
  const wide = box.w > 4 ? box.w - 1 : box.w;
  let y = box.y + box.h;
  bin.hues.forEach((count, hue) => {
    if (!count) return;
    const height = (count / bin.count) * tall;
    y -= height;
    ops.push({ kind: "rect", x: box.x, y, w: wide, h: height, fill: look.hues[hue], alpha: look.isFaintBin(bin, hue) ? FAINT : 1 });
  });
  const text = bin.count.toLocaleString();
  if (box.w >= 7 * text.length + 6) ops.push({ kind: "text", x: box.x + wide / 2, y: y - 3, text, fill: look.quiet, size: 10.5, anchor: "middle" });
  targets.push({ ...bin, kind: "bin", x: box.x, y: box.y - 12, w: box.w, h: box.h + 12 });
  return ops;
}

function cut(bin, scale) {
  const x = Math.max(scale.x(bin.from), scale.left);
  return [x, Math.min(scale.x(bin.to), scale.right) - x];
}

function drawBars(bars, most, look, scale, top, height, targets) {
  const ops = [];
  const area = { y: top + 12, h: height - 14 };
  for (const bin of bars) {
    const [x, w] = cut(bin, scale);
    ops.push(...drawBar(bin, { x, w, ...area }, Math.max(1.5, (bin.count / most) * area.h), look, targets));
  }
  return ops;
}

// What is known less finely than the bars beside it, by its own time.
function drawStrips(kit, strips, look, scale, top, words, targets) {
  const ops = [];
  strips.forEach((strip, number) => {
    const y = top + number * STRIP_ROOM + 1;
    const tallest = Math.max(...strip.map((bin) => bin.count));
    for (const bin of strip) {
      const [x, w] = cut(bin, scale);
      const alpha = look.isFaintBin(bin, null) ? 0.05 : 0.1 + (0.24 * bin.count) / tallest;
      ops.push({ kind: "rect", x, y, w: w - 1, h: STRIP, fill: look.quiet, alpha });
      const full = kit.data.complete(number ? words.bin_month : words.bin_year, { n: bin.count.toLocaleString() });
      const text = [full, bin.count.toLocaleString()].find((each) => kit.paint.measure(each, 10.5) < w - 8);
      if (text) ops.push({ kind: "text", x: x + w / 2, y: y + 9.5, text, fill: look.ink, size: 10.5, anchor: "middle" });
      targets.push({ ...bin, kind: "bin", x, y, w, h: STRIP });
    }
  });
  return ops;
}

function drawSpan(look, scale, view, bottom, span, dayOf) {
  if (!span) return [];
  const edges = [scale.x(Math.min(Math.max(dayOf(span[0]), view.from), view.to)), scale.x(Math.max(Math.min(dayOf(span[1] + 1), view.to), view.from))];
  return edges.map((x) => ({ kind: "rect", x: x - 0.5, y: look.top, w: 1, h: bottom - look.top, fill: look.accent }));
}

// view: first and last day in sight. look: places, colours and what is faint; see timeline.js.
export function buildScene(kit, marks, view, look) {
  const { dayOf } = kit.data;
  const { words, span } = marks.data;
  const scale = makeScale(view, look);
  const inner = look.narrow ? 17 : 3; // above a lane's marks
  const room = look.laneHeight - inner - 2;
  const fits = (strips) => Math.max(1, Math.floor((room - strips * STRIP_ROOM) / kit.bins.ROW));
  const bottom = look.top + marks.lanes.length * look.laneHeight;
  const [targets, ops] = [[], drawAxis(kit, view, look, scale, words.months.split(" "), bottom)];
  const unit = kit.bins.chooseBins(scale.pixels);
  const widthOf = (i) => Math.min(kit.paint.measure(kit.data.nameOf(marks, i).slice(0, 40), NAME), NAME_ROOM);
  const fitName = (i, room) => kit.paint.fit(kit.data.nameOf(marks, i), NAME, Math.min(room, NAME_ROOM));
  const drawn = marks.lanes.map((_, lane) => kit.bins.layLane(marks, lane, { ...kit, widthOf }, view, scale, unit, fits));
  const most = Math.max(1, ...drawn.flatMap(({ bars }) => (bars || []).map((bin) => bin.count)));
  marks.lanes.forEach((lane, number) => {
    const y = look.top + number * look.laneHeight;
    const { packed, bars, strips } = drawn[number];
    const free = room - strips.length * STRIP_ROOM;
    ops.push({ kind: "rect", x: look.narrow ? look.left : 0, y, w: look.width - (look.narrow ? look.left : 0), h: 1, fill: look.ink, alpha: 0.12 });
    ops.push(...drawHead(kit, lane, look, y), ...drawUndated(lane, number, look, y, targets));
    if (packed) {
      kit.bins.placeNames(packed, scale, fitName);
      const used = Math.max(0, ...packed.map((mark) => mark.row + 1)) * kit.bins.ROW;
      ops.push(...drawMarks(kit, marks, packed, look, y + inner + Math.max(0, (free - used) / 2), targets));
    } else ops.push(...drawBars(bars, most, look, scale, y + inner, free + 2, targets));
    ops.push(...drawStrips(kit, strips, look, scale, y + inner + free + 2, words, targets));
  });
  if (marks.lanes.some((lane) => lane.without)) {
    ops.push({ kind: "text", x: look.right + 12 + (look.gutter - 16) / 2, y: look.top - 7, text: words.undated, fill: look.ink, size: 12, anchor: "middle" });
  }
  ops.push({ kind: "rect", x: look.narrow ? look.left : 0, y: bottom, w: look.width - (look.narrow ? look.left : 0), h: 1, fill: look.ink, alpha: 0.12 });
  ops.push(...drawSpan(look, scale, view, bottom, span, dayOf));
  return { ops, targets, scale, bottom };
}
