// Rows by columns, a shade for each count: a table whose head sorts it and whose cells open.
const SOME = 40; // rows that are drawn at once, where so many are here
const FEW = 30; // of more, before all are asked for
const MANY = 120; // drawn in a file

const sumOf = (each) => each.values.reduce((sum, value) => sum + (value || 0), 0) + each.apart;

// White or dark letters, whichever is read better on the shade.
function inkOn(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.0605 ? "#ffffff" : "#14202b";
}

// The square root, so that single ones show beside a hundred.
function shade(count, most, colours) {
  const last = colours.length - 1;
  return colours[Math.min(last, Math.round(last * Math.sqrt((count - 1) / Math.max(1, most - 1))))];
}

export class Heat {
  // `state` holds the order and whether all rows are shown; `ask` brings all rows where some lack.
  constructor(tools, data, look, state, { open, ask }) {
    Object.assign(this, { ...tools, data, look, state, open, ask });
    this.most = Math.max(1, data.most);
    this.wordy = data.columns.some((label) => label.length > 6);
    this.root = this.element("div", `scroll heat${this.wordy ? " wordy" : ""}${data.columns.length < 5 ? " few" : ""}`);
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", data.title);
    this.root.addEventListener("keydown", (event) => this.walk(event));
    this.draw();
    // Of years that have no room the latest are seen first.
    if (!this.wordy && !state.seen) requestAnimationFrame(() => { this.root.scrollLeft = this.root.scrollWidth; });
    state.seen = true;
  }

  // What is no row of its own kind, such as what stands in no region, comes last.
  get order() {
    const { column, down } = this.state.by;
    const value = (each) => (column === "total" ? sumOf(each) : column === "apart" ? each.apart : each.values[column] || 0);
    const rows = [...this.data.series];
    const compare = column === "name" ? (a, b) => a.label.localeCompare(b.label, this.data.language) : (a, b) => value(a) - value(b);
    return rows.sort((a, b) => Number(b.strong) - Number(a.strong) || (down ? -compare(a, b) : compare(a, b)));
  }

  // Rows that there are, sent or not; the table behind them has a line of sums, or none.
  get total() {
    return this.data.table.all - this.data.table.rows.length;
  }

  head(label, column, name) {
    const { by } = this.state;
    const chosen = by.column === column;
    const button = this.element("button", "sort", label);
    button.type = "button";
    button.dataset.column = String(column);
    button.title = this.data.words.sort;
    button.addEventListener("click", () => {
      this.ask({ by: { column, down: chosen ? !by.down : column !== "name" } }, () => {
        this.draw();
        this.root.querySelector(`[data-column="${column}"]`).focus({ preventScroll: true });
      });
    });
    const cell = this.element("th", name, button);
    cell.scope = "col";
    if (chosen) cell.setAttribute("aria-sort", by.down ? "descending" : "ascending");
    return cell;
  }

  cell(each, value, key, label, name) {
    const made = this.element("td", name);
    if (!value) return made;
    const text = value.toLocaleString();
    const colour = each.strong ? shade(Math.min(value, this.most), this.most, this.colours) : "";
    const inner = this.data.opens && each.key ? this.element("button", "cell", text) : this.element("span", "cell", text);
    if (inner.tagName === "BUTTON") {
      inner.type = "button";
      inner.tabIndex = -1;
      inner.addEventListener("click", () => this.open({ key: each.key, column: key }));
    }
    const said = `${each.label} · ${label} · ${text}`;
    inner.title = said;
    inner.setAttribute("aria-label", said);
    if (colour) Object.assign(inner.style, { background: colour, color: inkOn(colour) });
    made.append(inner);
    return made;
  }

  row(each) {
    const { data } = this;
    const name = this.element("th", "name", each.label);
    name.scope = "row";
    name.title = each.label;
    const cells = each.values.map((value, i) => this.cell(each, value, data.keys[i], data.columns[i], data.breaks.includes(i) ? "low" : ""));
    if (data.apart) cells.push(this.cell(each, each.apart, "undated", data.apart, "apart"));
    const total = this.cell(each, sumOf(each), "", data.words.total, "total");
    const inner = total.firstChild;
    if (inner) inner.removeAttribute("style");
    return this.element("tr", each.strong ? "" : "other", name, ...cells, total);
  }

  draw() {
    const { data } = this;
    this.colours = data.ramp[this.look.dark];
    const rows = this.order;
    const few = this.state.all || rows.length <= SOME ? rows.length : FEW;
    this.root.classList.toggle("long", few > SOME);
    const shown = rows.filter((each, i) => i < few || !each.strong);
    const heads = [this.head(data.head, "name", "name"), ...data.columns.map((label, i) => this.head(label, i, data.breaks.includes(i) ? "low" : ""))];
    if (data.apart) heads.push(this.head(data.apart, "apart", "apart"));
    heads.push(this.head(data.words.total, "total", "total"));
    const table = this.element("table", "", this.element("caption", "spoken", data.title),
      this.element("thead", "", this.element("tr", "", ...heads)),
      this.element("tbody", "", ...shown.map((each) => this.row(each))));
    this.root.replaceChildren(table);
    const first = table.querySelector("button.cell");
    if (first) first.tabIndex = 0;
    if (shown.length < this.total) {
      const more = this.element("button", "more", data.words.all.replace("{n}", this.total.toLocaleString()));
      more.type = "button";
      more.addEventListener("click", () => this.ask({ all: true }, () => this.draw()));
      this.root.append(more);
    }
  }

  // Arrow keys go from one filled cell to the next in their direction.
  walk(event) {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[event.key];
    const from = event.target.closest && event.target.closest("button.cell");
    if (!step || !from) return;
    event.preventDefault();
    const lines = [...this.root.querySelectorAll("tbody tr")];
    let [i, j] = [lines.indexOf(from.closest("tr")), from.closest("td").cellIndex];
    for (;;) {
      [i, j] = [i + step[0], j + step[1]];
      const cell = lines[i] && lines[i].cells[j];
      if (!cell) return;
      const button = cell.querySelector("button.cell");
      if (button) {
        from.tabIndex = -1;
        button.tabIndex = 0;
        button.focus();
        return;
      }
    }
  }

  // For a file: the rows in the order shown, as simple things.
  sheet(kit, look) {
    const { data } = this;
    const order = this.order;
    const rows = order.filter((each, i) => i < MANY || !each.strong);
    const columns = [...data.columns, ...(data.apart ? [data.apart] : []), data.words.total];
    const wide = Math.min(300, Math.max(60, ...rows.map((each) => kit.plot.measure(each.label, 12))) + 10);
    // The columns behind those of years have words for heads, and take the room that these need.
    const shared = (look.width - wide) / columns.length;
    const wider = columns.slice(data.columns.length).map((label) => Math.max(shared, kit.plot.measure(label, 11) + 8));
    const step = (look.width - wide - wider.reduce((sum, each) => sum + each, 0)) / data.columns.length;
    const widths = [...data.columns.map(() => step), ...wider];
    let reached = wide;
    const lefts = widths.map((each) => (reached += each) - each);
    const middle = (i) => lefts[i] + widths[i] / 2;
    const ops = [];
    const size = step < 26 ? 9 : 11;
    // Words are broken into lines; of numbers that are too wide every second or third is left out.
    const lines = columns.map((label) => (step > 50 ? kit.save.wrap(kit, label, size, step - 4) : [label]));
    const top = 6 + 14 * Math.max(...lines.map((each) => each.length));
    const every = step > 50 ? 1 : Math.ceil((Math.max(...data.columns.map((label) => kit.plot.measure(label, size))) + 4) / step);
    lines.forEach((parts, i) => {
      const years = i < data.columns.length;
      if (years && (data.columns.length - 1 - i) % every) return;
      const room = years ? step * every : widths[i];
      parts.forEach((text, k) => ops.push({ kind: "text", x: middle(i), y: top - 6 - 14 * (parts.length - 1 - k), text: kit.plot.fit(text, size, room), anchor: "middle", fill: look.ink, size }));
    });
    for (const i of data.breaks) ops.push(...kit.plot.hatched(lefts[i], top, step - 1, 22 * rows.length, look));
    rows.forEach((each, line) => {
      const y = top + 2 + 22 * line;
      ops.push({ kind: "text", x: wide - 8, y: y + 15, text: kit.plot.fit(each.label, 12, wide - 8), anchor: "end", fill: look.ink, size: 12 });
      const values = [...each.values, ...(data.apart ? [each.apart] : []), sumOf(each)];
      values.forEach((value, i) => {
        if (!value) return;
        const last = i === values.length - 1;
        const fill = last || !each.strong ? look.ground : shade(Math.min(value, this.most), this.most, data.ramp[0]);
        ops.push({ kind: "rect", x: lefts[i], y, w: widths[i] - 1, h: 21, fill });
        ops.push({ kind: "text", x: middle(i), y: y + 15, text: value.toLocaleString(), anchor: "middle", fill: last || !each.strong ? look.ink : inkOn(fill), size });
      });
    });
    let height = top + 6 + 22 * rows.length;
    if (rows.length < this.total) {
      height += 20;
      ops.push({ kind: "text", x: 0, y: height - 6, text: data.words.more.replace("{n}", (this.total - rows.length).toLocaleString()), fill: look.quiet, size: 12 });
    }
    return { ops, height };
  }
}
