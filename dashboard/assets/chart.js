// One chart with all that belongs to it. Bars and lines are SVG; a table of shades is a table.
const NARROW = 560;

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
    this.at = null;
    this.build();
  }

  open(what) {
    this.send("opened", what);
  }

  build() {
    const { data, element, kit } = this;
    const look = this.look;
    const held = this.root.getRootNode().activeElement;
    const where = held ? [held.className, held.dataset.column] : null;
    const opened = this.root.querySelector("details")?.open;
    const title = element("h3", data.titled ? "" : "spoken", data.title);
    const head = element("div", "head", element("div", "", title, element("p", "about", [data.about, data.hint].filter(Boolean).join(data.words.then))),
      kit.frame.drawTools(this.tools, data, (kind) => this.save(kind)));
    const open = (what) => this.open(what);
    this.heat = null;
    this.body = element("div", "body");
    if (data.kind === "heat") {
      this.heat = new kit.heat.Heat(this.tools, data, look, open);
      this.body.append(this.heat.root);
    } else if (data.kind === "table") {
      this.body.append(data.table.rows.length ? kit.frame.drawTable(this.tools, data, data.table, open) : element("p", "note", data.words.empty));
    } else this.buildPlot();
    const details = element("details", "", element("summary", "", data.words.data));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length < 2) details.append(kit.frame.drawTable(this.tools, data, data.table, open));
    });
    const figure = element("figure", "", head, kit.frame.drawKeys(this.tools, data, look), this.body,
      element("p", "note", data.note), data.kind === "table" ? "" : details, element("p", "source", data.source));
    figure.setAttribute("aria-label", data.title);
    this.root.replaceChildren(figure);
    details.open = Boolean(opened);
    this.redraw();
    if (where && where[0]) this.root.querySelector(`.${where[0].split(" ")[0]}`)?.focus({ preventScroll: true });
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
    this.stage.addEventListener("pointermove", (event) => this.point(this.columnAt(event)));
    this.stage.addEventListener("pointerleave", () => this.point(null));
    this.stage.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") this.point(this.columnAt(event)); });
    this.stage.addEventListener("click", (event) => this.choose(this.columnAt(event)));
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.stage.addEventListener("blur", () => this.point(null));
    this.body.append(this.stage, this.said, this.keys);
  }

  redraw() {
    const { data, kit } = this;
    if (!data || data.kind === "heat" || data.kind === "table" || !this.stage) return;
    const look = this.look;
    if (!data.columns.length) {
      this.stage.replaceChildren(this.element("p", "note", data.words.empty));
      this.place = null;
      return;
    }
    const drawn = kit.plot.drawPlot(data, look);
    this.place = drawn.place;
    const svg = kit.svg.drawSvg(drawn);
    svg.setAttribute("aria-hidden", "true");
    this.band = kit.svg.node("rect", { class: "band", y: this.place.top, height: this.place.bottom - this.place.top, fill: look.ink, opacity: 0.08, visibility: "hidden" });
    svg.prepend(this.band);
    this.stage.replaceChildren(svg, this.tip);
  }

  columnAt(event) {
    const { place } = this;
    if (!place) return null;
    const x = event.clientX - this.stage.getBoundingClientRect().left;
    if (place.apart && x > place.plotRight + 4) return place.count;
    return Math.max(0, Math.min(place.count - 1, Math.floor((x - place.left) / place.step)));
  }

  point(i) {
    const { place, element } = this;
    this.at = i;
    if (!place) return;
    const none = i === null;
    this.tip.hidden = none;
    this.band.setAttribute("visibility", none ? "hidden" : "visible");
    if (none) return;
    const apart = i === place.count;
    const [x, wide] = apart ? [place.plotRight + 18, place.wide] : [place.left + place.step * i, place.step];
    this.band.setAttribute("x", x);
    this.band.setAttribute("width", wide);
    const told = this.kit.plot.describe(this.data, place, i);
    const look = this.look;
    const rows = told.rows.map(([each, value]) => {
      const swatch = element("i", "swatch");
      swatch.style.background = each.hues[look.dark];
      return element("li", "", swatch, element("span", "", each.label), element("b", "", value));
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
    const last = place.count - (place.apart ? 0 : 1);
    const from = this.at;
    const goal = { ArrowRight: from === null ? 0 : from + 1, ArrowLeft: from === null ? last : from - 1, Home: 0, End: last }[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      this.point(Math.max(0, Math.min(last, goal)));
      this.say(this.at);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape") this.point(null);
  }

  choose(i) {
    const { data, place } = this;
    if (i === null || !data.opens) return;
    this.open({ key: "", column: i === place.count ? "undated" : data.keys[i] });
  }

  async save(kind) {
    const { data, kit } = this;
    if (kind === "csv") {
      kit.save.saveCsv(data.table, data.file);
      return;
    }
    const body = (look) => (this.heat ? this.heat.sheet(kit, look) : kit.plot.drawPlot(data, look));
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
