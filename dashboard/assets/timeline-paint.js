// A drawing is a list of simple things; the same list becomes a canvas or an SVG.
const SVG_SPACE = "http://www.w3.org/2000/svg";

// By status: planned, piloted, launched, operating, completed, issued; what is none of them a cross.
const SHAPES = [
  { open: true, path: circle },
  { open: true, path: (x, y, r) => polygon([[x, y - r], [x + r, y + 0.85 * r], [x - r, y + 0.85 * r]]) },
  { open: false, path: circle },
  { open: false, path: (x, y, r) => polygon([[x - 0.85 * r, y - 0.85 * r], [x + 0.85 * r, y - 0.85 * r], [x + 0.85 * r, y + 0.85 * r], [x - 0.85 * r, y + 0.85 * r]]) },
  { open: false, path: (x, y, r) => polygon([[x, y - 1.2 * r], [x + 1.2 * r, y], [x, y + 1.2 * r], [x - 1.2 * r, y]]) },
  { open: false, path: (x, y, r) => polygon([[x - r, y - 0.85 * r], [x + r, y - 0.85 * r], [x, y + r]]) },
  { open: true, path: (x, y, r) => `M${x - r},${y - r}L${x + r},${y + r}M${x + r},${y - r}L${x - r},${y + r}` },
];

function circle(x, y, r) {
  return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

function polygon(points) {
  return `M${points.map((point) => point.join(",")).join("L")}Z`;
}

export function shapeOf(kind) {
  return SHAPES[Math.min(kind, SHAPES.length - 1)];
}

const FEWEST = 3; // characters of a text that was cut

const round = (value) => Math.round(value * 10) / 10;
const isWide = (code) => code > 0x2e7f;

// About the width of a text: Chinese characters are square.
export function measure(text, size) {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0)) ? size : 0.58 * size;
  return width;
}

// As much of a text as there is room for; empty when that is next to nothing.
export function fit(text, size, room) {
  const short = text.slice(0, 200);
  if (short === text && measure(text, size) <= room) return text;
  let [kept, width] = ["", size];
  for (const character of short) {
    width += measure(character, size);
    if (width > room) break;
    kept += character;
  }
  return kept.length < FEWEST ? "" : kept + "…";
}

// Lines no wider than there is room for, broken anywhere in Chinese and at spaces elsewhere.
export function wrap(text, size, room) {
  const parts = text.slice(0, 4000).match(/[\u2e80-\uffff]|\s+|[^\s\u2e80-\uffff]+/gu) || [];
  const lines = [""];
  for (const part of parts) {
    const line = lines[lines.length - 1];
    if (line && measure(line + part.trimEnd(), size) > room) lines.push(part.trimStart());
    else lines[lines.length - 1] = line + part;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

export function paintCanvas(context, ops, font) {
  for (const op of ops) {
    context.globalAlpha = op.alpha ?? 1;
    if (op.kind === "rect") {
      context.fillStyle = op.fill;
      context.fillRect(op.x, op.y, op.w, op.h);
    } else if (op.kind === "frame") {
      context.strokeStyle = op.stroke;
      context.lineWidth = 1;
      context.strokeRect(op.x, op.y, op.w, op.h);
    } else if (op.kind === "shape") {
      const shape = shapeOf(op.shape);
      const path = new Path2D(shape.path(op.x, op.y, op.r));
      context.fillStyle = shape.open ? op.ground : op.fill;
      context.strokeStyle = shape.open ? op.fill : op.ground;
      context.lineWidth = shape.open ? 1.7 : 0.8;
      context.fill(path);
      context.stroke(path);
    } else {
      context.fillStyle = op.fill;
      context.font = `${op.bold ? 600 : 400} ${op.size}px ${font}`;
      context.textAlign = { start: "left", middle: "center", end: "right" }[op.anchor || "start"];
      context.fillText(op.text, op.x, op.y);
    }
  }
  context.globalAlpha = 1;
}

// What XML has no place for is left out.
function escapeText(text) {
  const plain = text.toWellFormed ? text.toWellFormed() : text.replace(/[\ud800-\udfff]/g, "");
  return plain.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function writeTag(name, attributes, content) {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const words = given.map(([key, value]) => ` ${key}="${escapeText(String(typeof value === "number" ? round(value) : value))}"`);
  return `<${name}${words.join("")}${content === undefined ? "/>" : `>${content}</${name}>`}`;
}

function writeOp(op) {
  const { x, y, w: width, h: height, fill, size } = op;
  const opacity = op.alpha === 1 ? undefined : op.alpha;
  if (op.kind === "rect") return writeTag("rect", { x, y, width, height, fill, opacity });
  if (op.kind === "frame") return writeTag("rect", { x, y, width, height, fill: "none", stroke: op.stroke, opacity });
  if (op.kind === "shape") {
    const shape = shapeOf(op.shape);
    const [inner, edge] = shape.open ? [op.ground, fill] : [fill, op.ground];
    const title = op.title === undefined ? undefined : writeTag("title", {}, escapeText(op.title));
    return writeTag("path", { class: "mark", d: shape.path(round(x), round(y), op.r), fill: inner, stroke: edge, "stroke-width": shape.open ? 1.7 : 0.8, opacity }, title);
  }
  const anchor = op.anchor && op.anchor !== "start" ? op.anchor : undefined;
  return writeTag("text", { x, y, fill, opacity, "font-size": size, "font-weight": op.bold ? 600 : undefined, "text-anchor": anchor }, escapeText(op.text));
}

export function writeSvg(ops, { width, height, ground, font, title, about }) {
  const head = writeTag("title", {}, escapeText(title)) + writeTag("desc", {}, escapeText(about));
  const body = ops.map(writeOp).join("\n");
  return writeTag("svg", { xmlns: SVG_SPACE, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": font, role: "img" },
    `${head}\n${writeTag("rect", { width, height, fill: ground })}\n${body}`);
}
