// One chart as a file: PNG and SVG with title, legend, notes and source on a white ground, CSV of its data.
const MARGIN = 24;
const WIDTH = 1000;
const DENSITY = 2;
const RISKY = /^[=+\-@\t\r']/;

export function wrap(kit, text, size, room) {
  const parts = String(text).slice(0, 4000).match(/[\u2e80-\uffff]|\s+|[^\s\u2e80-\uffff]+/gu) || [];
  const lines = [""];
  for (const part of parts) {
    const line = lines[lines.length - 1];
    if (line && kit.plot.measure(line + part.trimEnd(), size) > room) lines.push(part.trimStart());
    else lines[lines.length - 1] = line + part;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

const move = (ops, dx, dy) => ops.map((op) => (op.kind === "path" ? { ...op, shift: [dx, dy] } : { ...op, x: op.x + dx, y: op.y + dy }));

function drawLegend(kit, data, look) {
  const ops = [];
  let [x, y] = [0, 0];
  for (const [label, fill] of kit.frame.listKeys(data, look)) {
    const wide = kit.plot.measure(label, 12) + 34;
    if (x && x + wide > look.width) [x, y] = [0, y + 20];
    ops.push({ kind: "rect", x, y: y + 3, w: 11, h: 11, fill });
    ops.push({ kind: "text", x: x + 17, y: y + 13, text: label, fill: look.ink, size: 12 });
    x += wide;
  }
  if (data.breaks.length) {
    const wide = kit.plot.measure(data.words.low, 12) + 34;
    if (x && x + wide > look.width) [x, y] = [0, y + 20];
    ops.push(...kit.plot.hatched(x, y + 3, 11, 11, look));
    ops.push({ kind: "text", x: x + 17, y: y + 13, text: data.words.low, fill: look.ink, size: 12 });
  }
  return { ops, height: ops.length ? y + 24 : 0 };
}

function drawText(kit, text, size, look, fill, bold) {
  const step = Math.round(size * 1.45);
  const lines = wrap(kit, text, size, look.width);
  return { ops: lines.map((line, i) => ({ kind: "text", x: 0, y: (i + 1) * step - 5, text: line, fill, size, bold })), height: lines.length * step };
}

// The whole sheet as simple things, and its size.
export function composeSheet(kit, data, drawBody, look) {
  const ops = [];
  let y = MARGIN;
  const place = ({ ops: more, height }, gap) => {
    ops.push(...move(more, MARGIN, y));
    y += height + gap;
  };
  place(drawText(kit, data.title, 20, look, look.ink, true), 4);
  if (data.about) place(drawText(kit, data.about, 13, look, look.quiet), 8);
  place(drawLegend(kit, data, look), 6);
  place(drawBody(look), 12);
  if (data.note) place(drawText(kit, data.note, 12, look, look.quiet), 2);
  place(drawText(kit, data.source, 12, look, look.quiet), MARGIN - 8);
  return { ops, width: look.width + 2 * MARGIN, height: Math.ceil(y) };
}

export function buildSvg(kit, data, drawBody, makeLook, font) {
  const look = makeLook(WIDTH - 2 * MARGIN, 0);
  const sheet = composeSheet(kit, data, drawBody, look);
  const { ops, width, height } = sheet;
  const svg = kit.svg.drawSvg({ ops: [{ kind: "rect", x: 0, y: 0, w: width, h: height, fill: look.ground }, ...ops], width, height });
  // Paths are moved as a whole.
  ops.forEach((op, i) => { if (op.shift) svg.children[i + 1].setAttribute("transform", `translate(${op.shift})`); });
  svg.setAttribute("font-family", font);
  svg.setAttribute("role", "img");
  svg.prepend(kit.svg.node("title", {}, data.title), kit.svg.node("desc", {}, data.source));
  return { text: new XMLSerializer().serializeToString(svg), width, height };
}

export function download(blob, name) {
  const link = document.createElement("a");
  const url = URL.createObjectURL(blob);
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export async function savePng({ text, width, height }, file) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  // No browser draws a canvas of any size.
  const density = Math.min(DENSITY, 16000 / Math.max(width, height));
  Object.assign(canvas, { width: width * density, height: height * density });
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  download(blob, `${file}.png`);
}

export function saveSvg({ text }, file) {
  download(new Blob([text], { type: "image/svg+xml" }), `${file}.svg`);
}

// No cell starts a formula; numbers stay as they are.
function writeCell(cell) {
  const value = cell && typeof cell === "object" ? cell.text : cell;
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const told = value + ((cell && cell.tail) || "");
  const text = RISKY.test(told) ? `'${told}` : told;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeCsv({ head, rows }) {
  return [head, ...rows].map((row) => row.map(writeCell).join(",")).join("\r\n");
}

export function saveCsv(table, file) {
  download(new Blob(["\ufeff", writeCsv(table), "\r\n"], { type: "text/csv" }), `${file}.csv`);
}
