// Figures as rows and columns: on the page, and as simple things for a file.
const MANY = 120; // rows drawn in a file
const LONG = 40; // rows beyond which a table is scrolled
const SIZE = 12;
const LINE = 17;
const SHORT = /^([\d<≤≥+−–/.%-]+|.{1,5})$/u; // what is never broken into lines
const FIGURE = /^(<?\d+%|\d+(–\d+)?\/\d+|\d{4})$/;

// What a cell says, whatever it opens.
export function textOf(value) {
  const text = value && typeof value === "object" ? value.text : value;
  if (text === null || text === undefined) return "–";
  return (typeof text === "number" ? text.toLocaleString() : text) + ((value && value.tail) || "");
}

const isFigure = (value) => typeof (value && typeof value === "object" ? value.text : value) === "number" || FIGURE.test(textOf(value));

// The columns that are set to the right: figures, as far as there is anything.
function findFigures(table) {
  return table.head.map((_, i) => {
    const told = table.rows.map((row) => row[i]).filter((value) => value !== null);
    return i > 0 && told.length > 0 && told.every(isFigure);
  });
}

// All figures of a chart; a table of shades has them in its rows, and sums beside them.
export function listRows(data) {
  const { head, rows, all } = data.table;
  if (data.kind !== "heat") return { head, rows, all };
  const apart = head.length > data.columns.length + 2;
  const told = data.series.map((each) => {
    const values = [...each.values, ...(apart ? [each.apart] : [])].map((value) => value || 0);
    return [each.label, ...values, each.values.reduce((sum, value) => sum + (value || 0), 0) + each.apart];
  });
  return { head, rows: [...told, ...rows], all };
}

export const isWhole = (data) => listRows(data).rows.length >= data.table.all;

// Cells are numbers, texts, or either of them that opens initiatives.
export function drawTable({ element }, data, few, { open, more }) {
  const table = listRows(data);
  const figures = findFigures(table);
  const head = element("tr", "", ...table.head.map((label, i) => {
    const cell = element("th", figures[i] ? "number" : "", label);
    cell.scope = "col";
    return cell;
  }));
  const draw = (row) => element("tr", "", ...row.map((value, i) => {
    const cell = element(i ? "td" : "th", figures[i] ? "number" : "");
    if (!i) cell.scope = "row";
    const link = value && typeof value === "object";
    if (!link) {
      cell.append(textOf(value));
      if (SHORT.test(textOf(value))) cell.classList.add("whole");
      return cell;
    }
    const name = element("span", value.name ? "" : "whole", textOf({ ...value, tail: "" }));
    if (value.name) name.lang = "zh-CN";
    const button = element("button", "link", name, value.tail ? element("span", "whole", value.tail) : "");
    button.type = "button";
    button.title = data.words.open;
    button.addEventListener("click", () => open(value.ids ? { ids: value.ids } : { key: value.key, column: value.column }));
    cell.append(button);
    return cell;
  }));
  const body = element("tbody", "", ...table.rows.slice(0, few).map(draw));
  const long = Math.min(few, table.rows.length) > LONG;
  const made = element("div", long ? "scroll long" : "scroll", element("table", "data", element("caption", "spoken", data.title), element("thead", "", head), body));
  made.tabIndex = 0;
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", data.title);
  if (table.all > few) {
    const button = element("button", "more", data.words.all.replace("{n}", table.all.toLocaleString()));
    button.type = "button";
    button.addEventListener("click", more);
    made.append(button);
  }
  const left = table.all - Math.min(few, table.rows.length);
  if (left > 0) made.append(element("p", "note printed", data.words.more.replace("{n}", left.toLocaleString())));
  return made;
}

// As wide as its words are, the widest first to give way where there is no room for all.
function shareOut(wanted, room) {
  let cap = Math.max(...wanted);
  const sum = () => wanted.reduce((all, wide) => all + Math.min(wide, cap), 0);
  while (sum() > room && cap > 40) cap -= 4;
  const left = Math.max(0, room - sum()) / wanted.length;
  return wanted.map((wide) => Math.min(wide, cap) + left);
}

export function drawSheet(kit, data, look) {
  const table = listRows(data);
  const rows = table.rows.slice(0, MANY);
  const figures = findFigures(table);
  const { measure } = kit.plot;
  const longest = (i) => Math.max(...[table.head, ...rows].map((row) => measure(textOf(row[i]), SIZE)));
  const widths = shareOut(table.head.map((_, i) => longest(i) + 22), look.width);
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, wide) => sum + wide, 0));
  const ops = [];
  let y = 0;
  const draw = (row, bold) => {
    const cells = row.map((value, i) => kit.save.wrap(kit, textOf(value), SIZE, widths[i] - 14));
    const high = LINE * Math.max(1, ...cells.map((lines) => lines.length)) + 7;
    cells.forEach((lines, i) => lines.forEach((line, k) => {
      const x = figures[i] ? starts[i] + widths[i] - 14 : starts[i];
      ops.push({ kind: "text", x, y: y + LINE * (k + 1) - 1, text: line, anchor: figures[i] ? "end" : undefined, fill: look.ink, size: SIZE, bold });
    }));
    y += high;
    ops.push({ kind: "path", d: `M0,${y}H${look.width}`, stroke: look.quiet, alpha: bold ? 0.8 : 0.28, weight: 1 });
  };
  draw(table.head, true);
  for (const row of rows) draw(row, false);
  if (table.all > rows.length) {
    y += LINE + 3;
    ops.push({ kind: "text", x: 0, y, text: data.words.more.replace("{n}", (table.all - rows.length).toLocaleString()), fill: look.quiet, size: SIZE });
  }
  return { ops, height: y + 4 };
}
