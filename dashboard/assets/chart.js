// One chart with all that belongs to it. Bars and lines are SVG; a table of shades is a table.
const NARROW = 560;
const FEW = 12; // rows of a table before all are asked for
const MANY = 40; // rows of the data behind a drawing

class Chart {
  constructor(root, tools, kit) {
    Object.assign(this, { root, ...tools, kit, at: null });
    new ResizeObserver(() => this.redraw()).observe(root);
    for (const query of ["(prefers-color-scheme: dark)", "print"]) {
      matchMedia(query).addEventListener("change", () => this.data && this.build());
    }
  }

  get tools() {
    return { element: this.element };
  }

  // Whether there is nothing to draw: the title says why.
  get isEmpty() {
    const { data } = this;
    return data.kind === "table" ? !data.table.rows.length : !data.columns.length && !data.apart;
  }

  makeLook(width, dark) {
    const [ground, ink, quiet, line, accent] = this.data.grounds[dark];
    return { width, dark, narrow: width < NARROW, ground, ink, quiet, line, accent };
  }

  get look() {
    const dark = this.pick([0, 1]) && !matchMedia("print").matches ? 1 : 0;
    return this.makeLook(Math.max(240, this.root.clientWidth), dark);
  }

  update(data, send) {
    this.send = send;
    // What is the same again keeps its order, place and focus.
    const text = JSON.stringify(data);
    if (text === this.text) return;
    this.text = text;
    this.data = data;
    this.at = this.part = null;
    const wish = this.wish && this.kit.table.isWhole(data) ? this.wish : null;
    this.wish = null;
    if (wish) Object.assign(this.state, wish.state);
    else this.state = { by: data.sort, all: false, data: Boolean(this.state?.data) };
    this.build();
    if (wish?.save) wish.save();
  }

  // Change what is shown, or save it: at once where all rows are here, else when they have come.
  ask(state, draw, save) {
    if (!this.kit.table.isWhole(this.data)) {
      this.wish = { state, save };
      this.waiting.textContent = this.data.words.waiting;
      this.send("whole", true);
      return;
    }
    Object.assign(this.state, state);
    if (draw) draw();
    if (save) save();
  }

  open(what) {
    this.send("opened", what);
  }

  build() {
    const { data, element, kit } = this;
    const look = this.look;
    const held = this.root.getRootNode().activeElement;
    const where = held?.className ? `.${held.className.split(" ")[0]}` + (held.dataset.column ? `[data-column="${held.dataset.column}"]` : "") : "";
    const calls = { open: (what) => this.open(what), ask: (state, draw) => this.ask(state, draw) };
    const printed = matchMedia("print").matches;
    const title = element("h3", data.titled ? "" : "spoken", data.title);
    const head = element("div", "head", element("div", "", title, element("p", "about", [data.about, data.hint].filter(Boolean).join(data.words.then))),
      this.isEmpty ? "" : kit.frame.drawTools(this.tools, data, (kind) => this.save(kind)));
    this.heat = null;
    this.body = element("div", "body");
    if (this.isEmpty) {
      if (data.kind !== "table") this.body.append(element("p", "note", data.words.empty));
    } else if (data.kind === "heat") {
      this.heat = new kit.heat.Heat(this.tools, data, look, this.state, calls);
      this.body.append(this.heat.root);
    } else if (data.kind === "table") {
      this.body.append(this.tabulate(calls.open, printed ? data.table.all : FEW));
    } else this.buildPlot();
    this.waiting = element("p", "note");
    this.waiting.setAttribute("role", "status");
    const figure = element("figure", "", head, kit.frame.drawKeys(this.tools, data, look), this.body, this.waiting,
      element("p", "note", data.note), this.buildDetails(calls.open), element("p", "source", data.source));
    figure.setAttribute("aria-label", data.title);
    this.root.replaceChildren(figure);
    this.redraw();
    if (where) this.root.querySelector(where)?.focus({ preventScroll: true });
  }

  tabulate(open, few) {
    const shown = this.state.all ? this.data.table.all : few;
    return this.kit.table.drawTable(this.tools, this.data, shown, { open, more: () => this.ask({ all: true }, () => this.build()) });
  }

  buildDetails(open) {
    const { data, element } = this;
    if (data.kind === "table" || this.isEmpty) return "";
    const details = element("details", "", element("summary", "", data.words.data));
    const fill = () => {
      if (details.children.length < 2) details.append(this.tabulate(open, MANY));
    };
    details.addEventListener("toggle", () => {
      this.state.data = details.open;
      if (details.open) fill();
    });
    details.open = this.state.data;
    if (details.open) fill();
    return details;
  }

  buildPlot() {
    const { data, element } = this;
    this.stage = element("div", "stage");
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.stage.setAttribute("aria-label", `${data.title} ${data.alt}`);
    this.tip = element("div", "tip");
    this.tip.hidden = true;
    this.said = element("p", "spoken");
    this.said.setAttribute("role", "status");
    this.keys = element("p", "spoken", data.words.keys);
    this.keys.id = "keys";
    this.stage.setAttribute("aria-describedby", "keys");
    this.stage.addEventListener("pointermove", (event) => this.point(...this.placeOf(event)));
    this.stage.addEventListener("pointerleave", () => this.point(null));
    this.stage.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") this.point(...this.placeOf(event)); });
    this.stage.addEventListener("click", (event) => this.choose(...this.placeOf(event)));
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.stage.addEventListener("blur", () => this.point(null));
    this.body.append(this.stage, this.said, this.keys);
  }

  redraw() {
    const { data, kit } = this;
    if (!data || this.isEmpty || data.kind === "heat" || data.kind === "table") return;
    const look = this.look;
    const drawn = kit.plot.drawPlot(data, look);
    this.place = drawn.place;
    const svg = kit.svg.drawSvg(drawn);
    svg.setAttribute("aria-hidden", "true");
    this.band = kit.svg.node("rect", { class: "band", y: this.place.top, height: this.place.bottom - this.place.top, fill: look.ink, opacity: 0.08, visibility: "hidden" });
    svg.prepend(this.band);
    this.frame = kit.svg.node("rect", { class: "frame", fill: "none", stroke: look.ink, "stroke-width": 2, visibility: "hidden" });
    svg.append(this.frame);
    this.stage.replaceChildren(svg, this.tip);
  }

  // Column and part of it that the pointer is at; a part that opens nothing of its own is none.
  placeOf(event) {
    const { data, place, kit } = this;
    if (!place) return [null, null];
    const box = this.stage.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let i = Math.max(0, Math.min(place.count - 1, Math.floor((x - place.left) / place.step)));
    if (place.apart && x > place.plotRight + 4) i = place.count;
    const k = data.opens ? kit.plot.findPart(data, place, i, y) : null;
    return [i, k !== null && data.series[k].key ? k : null];
  }

  point(i, part = null) {
    const { place, element } = this;
    this.at = i;
    this.part = part;
    if (!place) return;
    const none = i === null;
    this.tip.hidden = none;
    this.band.setAttribute("visibility", none ? "hidden" : "visible");
    this.frame.setAttribute("visibility", none || part === null ? "hidden" : "visible");
    if (none) return;
    if (part !== null) for (const [name, value] of Object.entries(this.kit.plot.framePart(this.data, place, i, part))) this.frame.setAttribute(name, value);
    const apart = i === place.count;
    const [x, wide] = apart ? [place.plotRight + 18, place.wide] : [place.left + place.step * i, place.step];
    this.band.setAttribute("x", x);
    this.band.setAttribute("width", wide);
    const told = this.kit.plot.describe(this.data, place, i);
    const look = this.look;
    const rows = told.rows.map(([each, value]) => {
      const swatch = element("i", "swatch");
      swatch.style.background = each.hues[look.dark];
      return element("li", each === this.data.series[part] ? "on" : "", swatch, element("span", "", each.label), element("b", "", value));
    });
    const facts = told.facts.map(([label, value]) => element("li", "fact", element("i", "swatch none"), element("span", "", label), element("b", "", value)));
    this.tip.replaceChildren(element("strong", "", told.head), element("ul", "", ...rows, ...facts));
    if (told.warning) this.tip.append(element("p", "", told.warning));
    const room = this.stage.clientWidth;
    const right = x + wide + 8 + this.tip.offsetWidth <= room;
    this.tip.style.left = `${Math.max(0, right ? x + wide + 8 : Math.max(0, x - 8 - this.tip.offsetWidth))}px`;
  }

  say(i) {
    const { head, rows, facts, warning } = this.kit.plot.describe(this.data, this.place, i);
    const parts = [...rows.map(([each, value]) => `${each.label} ${value}`), ...facts.map((fact) => fact.join(" ")), warning];
    this.said.textContent = `${head}: ${parts.filter(Boolean).join(", ")}`;
  }

  press(event) {
    const { place } = this;
    if (!place) return;
    if (["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this.step(event.key === "ArrowUp" ? 1 : -1);
      return;
    }
    const last = place.count - (place.apart ? 0 : 1);
    const from = this.at;
    const goal = { ArrowRight: from === null ? 0 : from + 1, ArrowLeft: from === null ? last : from - 1, Home: 0, End: last }[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      this.point(Math.max(0, Math.min(last, goal)));
      this.say(this.at);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(this.at, this.part);
    } else if (event.key === "Escape") this.point(null);
  }

  // From one part of the column to the next above or below it.
  step(way) {
    const { data, place, kit } = this;
    if (this.at === null || !data.opens) return;
    const parts = kit.plot.listParts(data, place, this.at).filter((k) => data.series[k].key);
    if (!parts.length) return;
    const from = parts.indexOf(this.part);
    const goal = from < 0 ? (way > 0 ? 0 : parts.length - 1) : Math.max(0, Math.min(parts.length - 1, from + way));
    this.point(this.at, parts[goal]);
    const { head, rows } = kit.plot.describe(data, place, this.at);
    const [, value] = rows.find(([each]) => each === data.series[parts[goal]]) || [];
    this.said.textContent = `${head}: ${data.series[parts[goal]].label} ${value || ""}`;
  }

  // A bar opens as a whole or in part; of lines, which go together to nothing, one is meant.
  choose(i, part) {
    const { data, place } = this;
    if (i === null || !data.opens || (part === null && !place.stacked)) return;
    this.open({ key: part === null ? "" : data.series[part].key, column: i === place.count ? "undated" : data.keys[i] });
  }

  async save(kind) {
    if (!this.kit.table.isWhole(this.data)) {
      this.ask({}, null, () => this.save(kind));
      return;
    }
    const { data, kit } = this;
    if (kind === "csv") {
      kit.save.saveCsv(kit.table.listRows(data), data.file);
      return;
    }
    const body = (look) => {
      if (data.kind === "table") return kit.table.drawSheet(kit, data, look);
      return this.heat ? this.heat.sheet(kit, look) : kit.plot.drawPlot(data, look);
    };
    const sheet = kit.save.buildSvg(kit, data, body, (width, dark) => this.makeLook(width, dark), data.font);
    if (kind === "svg") kit.save.saveSvg(sheet, data.file);
    else await kit.save.savePng(sheet, data.file);
  }
}

const charts = new WeakMap();

export default async function (component, { unpack, dress, element, pick }, style, kit) {
  const { parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".chart");
  const dressed = dress(parentElement, style);
  const data = await unpack(component, dressed);
  if (!data) return;
  if (!charts.has(root)) charts.set(root, new Chart(root, { element, pick }, kit));
  charts.get(root).update(data, setTriggerValue);
}
