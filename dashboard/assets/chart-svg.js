// Simple things as SVG. Every text is set as text.
const SPACE = "http://www.w3.org/2000/svg";
const round = (value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value);

// What XML has no place for is left out: a file that holds it could not be opened.
export function clean(text) {
  const plain = String(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  return plain.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}

export function node(name, attributes, text) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, round(value));
  }
  if (text !== undefined) made.textContent = clean(text);
  return made;
}

function make(op) {
  const opacity = op.alpha === 1 ? undefined : op.alpha;
  if (op.kind === "rect") return node("rect", { x: op.x, y: op.y, width: Math.max(0, op.w), height: Math.max(0, op.h), fill: op.fill, opacity, stroke: op.edge, "stroke-width": op.edge ? 0.8 : undefined });
  if (op.kind === "dot") return node("circle", { cx: op.x, cy: op.y, r: op.r, fill: op.fill, opacity });
  if (op.kind === "path") {
    return node("path", { d: op.d, fill: op.fill || "none", stroke: op.stroke, "stroke-width": op.weight, "stroke-dasharray": op.dash, "stroke-linejoin": "round", opacity });
  }
  return node("text", { x: op.x, y: op.y, fill: op.fill, "font-size": op.size, "font-weight": op.bold ? 600 : undefined, "text-anchor": op.anchor }, op.text);
}

export function drawSvg({ ops, width, height }) {
  const made = node("svg", { xmlns: SPACE, width, height, viewBox: `0 0 ${round(width)} ${round(height)}` });
  made.append(...ops.map(make));
  return made;
}
