// Rows by columns, a shade for each count: a table whose head sorts it and whose cells open.
const ROWS = 80; // drawn before all are asked for
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
  constructor(tools, data, look, open) {
    Object.assign(this, { ...tools, data, look, open, all: false });
    this.by = data.sort || { column: "total", down: true };
    this.most = Math.max(1, ...data.series.flatMap((each) => [...each.values.map((value) => value || 0), each.apart]));
    const wordy = data.columns.some((label) => label.length > 6);
    this.root = this.element("div", `scroll heat${wordy ? " wordy" : ""}${data.columns.length < 5 ? " few" : ""}`);
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", data.title);
    this.root.addEventListener("keydown", (event) => this.walk(event));
    this.draw();
  }

  get order() {
    const { column, down } = this.by;
    const value = (each) => (column === "total" ? sumOf(each) : column === "apart" ? each.apart : each.values[column] || 0);
    const rows = [...this.data.series];
    const compare = column === "name" ? (a, b) => a.label.localeCompare(b.label, this.data.language) : (a, b) => value(a) - value(b);
    return rows.sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
  }

  head(label, column, name) {
    const chosen = this.by.column === column;
    const button = this.element("button", "sort", label);
    button.type = "button";
    button.dataset.column = String(column);
    button.title = this.data.words.sort;
    button.addEventListener("click", () => {
      this.by = { column, down: chosen ? !this.by.down : column !== "name" };
      this.draw();
      this.root.querySelector(`[data-column="${column}"]`).focus({ preventScroll: true });
    });
    const cell = this.element("th", name, button);
    cell.scope = "col";
    if (chosen) cell.setAttribute("aria-sort", this.by.down ? "descending" : "ascending");
    return cell;
  }

  cell(each, value, key, label, name) {
    const made = this.element("td", name);
    if (!value) return made;
    const text = value.toLocaleString();
    const colour = shade(value, this.most, this.colours);
    const inner = this.data.opens && each.key ? this.element("button", "cell", text) : this.element("span", "cell", text);
    if (inner.tagName === "BUTTON") {
      inner.type = "button";
      inner.tabIndex = -1;
      inner.addEventListener("click", () => this.open({ key: each.key, column: key }));
    }
    const said = `${each.label} · ${label} · ${text}`;
    inner.title = said;
    inner.setAttribute("aria-label", said);
    Object.assign(inner.style, { background: colour, color: inkOn(colour) });
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
    return this.element("tr", "", name, ...cells, total);
  }

  draw() {
    const { data } = this;
    this.colours = data.ramp[this.look.dark];
    const rows = this.order;
    const shown = this.all ? rows : rows.slice(0, ROWS);
    const heads = [this.head(data.head, "name", "name"), ...data.columns.map((label, i) => this.head(label, i, data.breaks.includes(i) ? "low" : ""))];
    if (data.apart) heads.push(this.head(data.apart, "apart", "apart"));
    heads.push(this.head(data.words.total, "total", "total"));
    const table = this.element("table", "", this.element("caption", "spoken", data.title),
      this.element("thead", "", this.element("tr", "", ...heads)),
      this.element("tbody", "", ...shown.map((each) => this.row(each))));
    this.root.replaceChildren(table);
    const first = table.querySelector("button.cell");
    if (first) first.tabIndex = 0;
    if (shown.length < rows.length) {
      const more = this.element("button", "more", data.words.all.replace("{n}", rows.length.toLocaleString()));
      more.type = "button";
      more.addEventListener("click", () => { this.all = true; this.draw(); });
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
    const rows = this.order.slice(0, MANY);
    const columns = [...data.columns, ...(data.apart ? [data.apart] : []), data.words.total];
    const wide = Math.min(200, Math.max(60, ...rows.map((each) => kit.plot.measure(each.label, 12))) + 10);
    const step = (look.width - wide) / columns.length;
    const ops = [];
    const size = step < 26 ? 9 : 11;
    const every = Math.ceil((Math.max(...columns.map((label) => kit.plot.measure(label, size))) + 4) / step);
    columns.forEach((label, i) => {
      if ((columns.length - 1 - i) % every === 0 || i >= data.columns.length) ops.push({ kind: "text", x: wide + step * (i + 0.5), y: 14, text: kit.plot.fit(label, size, step * every), anchor: "middle", fill: look.ink, size });
    });
    for (const i of data.breaks) ops.push(...kit.plot.hatched(wide + step * i, 20, step - 1, 22 * rows.length, look));
    rows.forEach((each, line) => {
      const y = 22 + 22 * line;
      ops.push({ kind: "text", x: wide - 8, y: y + 15, text: kit.plot.fit(each.label, 12, wide - 10), anchor: "end", fill: look.ink, size: 12 });
      const values = [...each.values, ...(data.apart ? [each.apart] : []), sumOf(each)];
      values.forEach((value, i) => {
        if (!value) return;
        const last = i === values.length - 1;
        const fill = last ? look.ground : shade(value, this.most, data.ramp[0]);
        ops.push({ kind: "rect", x: wide + step * i, y, w: step - 1, h: 21, fill });
        ops.push({ kind: "text", x: wide + step * (i + 0.5), y: y + 15, text: value.toLocaleString(), anchor: "middle", fill: last ? look.ink : inkOn(fill), size });
      });
    });
    return { ops, height: 26 + 22 * rows.length };
  }
}
