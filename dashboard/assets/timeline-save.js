// The timeline as a file: PNG and SVG with title, legend and source on a white ground, CSV of its marks.
const WIDTH = 1000; // at least
const MARGIN = 24;
const DENSITY = 2;
const RISKY = /^[=+\-@\t\r']/;

function move(ops, dx, dy) {
  return ops.map((op) => ({ ...op, x: op.x + dx, y: op.y + dy }));
}

function drawKeys(kit, entries, look, width) {
  const ops = [];
  let [x, y] = [0, 0];
  for (const { label, shape, fill } of entries) {
    const wide = kit.paint.measure(label, 12) + 34;
    if (x && x + wide > width) [x, y] = [0, y + 20];
    if (shape === undefined) ops.push({ kind: "rect", x: x + 1, y: y - 9, w: 11, h: 11, fill });
    else ops.push({ kind: "shape", shape, x: x + 6, y: y - 4, r: 4.6, fill, ground: look.ground });
    ops.push({ kind: "text", x: x + 18, y, text: label, fill: look.ink, size: 12 });
    x += wide;
  }
  return { ops, height: entries.length ? y + 20 : 0 };
}

function drawLines(kit, text, size, width, fill, bold) {
  const lines = kit.paint.wrap(text, size, width);
  const step = Math.round(size * 1.4);
  return { ops: lines.map((line, i) => ({ kind: "text", x: 0, y: (i + 1) * step - 4, text: line, fill, size, bold })), height: lines.length * step };
}

function listEntries(kit, marks, look) {
  const { themes, statuses, byTheme } = marks.data;
  const shapes = kit.panel.listKinds(marks.status).map((kind) => ({ label: statuses[kind], shape: kind, fill: byTheme ? look.ink : look.hues[kind] }));
  const swatches = byTheme ? kit.panel.listKinds(marks.theme).map((kind) => ({ label: themes[kind], fill: look.hues[kind] })) : [];
  return [shapes, swatches];
}

// The whole sheet as things to paint, and its size.
export function composeSheet(kit, marks, view, makeLook, shown) {
  const inner = Math.max(WIDTH, shown) - 2 * MARGIN;
  const look = makeLook(inner, false);
  look.describe = (i) => Object.values(kit.panel.describe(kit, marks, i)).join(" · ");
  const { title, source, note } = marks.data;
  const ops = [];
  let y = MARGIN;
  const place = ({ ops: more, height }, gap) => {
    for (const op of move(more, MARGIN, y)) ops.push(op);
    y += height + gap;
  };
  place(drawLines(kit, title, 20, inner, look.ink, true), 16);
  for (const entries of listEntries(kit, marks, look)) place(drawKeys(kit, entries, look, inner), 4);
  const scene = kit.scene.buildScene(kit, marks, view, look);
  place({ ops: scene.ops, height: scene.bottom }, 14);
  if (note) place(drawLines(kit, note, 12, inner, look.quiet), 2);
  place(drawLines(kit, source, 12, inner, look.quiet), MARGIN - 8);
  return { ops, width: inner + 2 * MARGIN, height: Math.ceil(y), ground: look.ground };
}

export function download(blob, name) {
  const link = document.createElement("a");
  const url = URL.createObjectURL(blob);
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export async function savePng(kit, sheet, marks, font) {
  const canvas = document.createElement("canvas");
  // No browser draws a canvas of any size.
  const density = Math.min(DENSITY, 16000 / Math.max(sheet.width, sheet.height));
  Object.assign(canvas, { width: sheet.width * density, height: sheet.height * density });
  const context = canvas.getContext("2d");
  context.scale(density, density);
  context.fillStyle = sheet.ground;
  context.fillRect(0, 0, sheet.width, sheet.height);
  kit.paint.paintCanvas(context, sheet.ops, font);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  download(blob, `${marks.data.file}.png`);
}

export function saveSvg(kit, sheet, marks, font) {
  const { title, source, file } = marks.data;
  const text = kit.paint.writeSvg(sheet.ops, { ...sheet, font, title, about: source });
  download(new Blob([text], { type: "image/svg+xml" }), `${file}.svg`);
}

// No cell starts a formula.
function writeCell(value) {
  const text = RISKY.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeRows(kit, marks) {
  const { words, lanes, themes, statuses } = marks.data;
  const columns = ["name", "place", "date", "precision", "theme", "status", "lane"];
  const rows = [columns.map((column) => words[`column_${column}`])];
  for (let i = 0; i < marks.n; i += 1) {
    const precision = words[`precision_${kit.data.PRECISIONS[marks.precision[i]]}`];
    const facts = [kit.data.nameOf(marks, i), kit.data.placeNameOf(marks, i), kit.data.writeDate(marks, i), precision];
    rows.push([...facts, themes[marks.theme[i]], statuses[marks.status[i]], lanes[marks.lane[i]][0]]);
  }
  return rows.map((row) => row.map(writeCell).join(",")).join("\r\n");
}

export function saveCsv(kit, marks) {
  download(new Blob(["\ufeff", writeRows(kit, marks), "\r\n"], { type: "text/csv" }), `${marks.data.file}.csv`);
}
