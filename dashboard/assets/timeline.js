// Initiatives as marks in lanes: from far bins, near names. Zoom, pan and keys; a span of years is
// brushed on the strip below. The page hears of two things: a span, and an initiative to open.
const CLOSEST = 14; // days in sight, at least
const STEP = 1.5; // of zoom by button or key
const TOUCH = 10; // pixels around a mark that still mean it
const NARROW = 620;
const HEAD = 36;

class Timeline {
  constructor(root, { element, pick }, kit) {
    Object.assign(this, { root, element, pick, kit });
    this.view = null;
    this.hue = null;
    this.at = null;
    this.canvas = element("canvas", "");
    this.canvas.setAttribute("aria-hidden", "true");
    this.ring = element("div", "ring");
    this.ring.hidden = true;
    this.stage = element("div", "stage", this.canvas, this.ring);
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.about = element("p", "spoken");
    this.about.id = "about";
    this.stage.setAttribute("aria-describedby", "about");
    this.said = element("p", "spoken");
    this.said.setAttribute("role", "status");
    this.note = element("p", "note");
    this.legend = element("div", "legend");
    this.tip = new kit.panel.Tip(element, this.stage);
    const button = (name, act) => this.button(name, act);
    this.drawer = new kit.panel.Drawer(kit, element, this.stage, button, {
      choose: (i) => this.choose(i),
      zoom: (target) => this.zoomTo(target),
      left: () => this.stage.focus({ preventScroll: true }),
    });
    this.brush = new kit.brush.Brush(element, button, (span) => this.send("brushed", span));
    this.tools = {
      zoom_in: button("in", () => this.zoom(STEP)),
      zoom_out: button("out", () => this.zoom(1 / STEP)),
      zoom_all: button("all", () => this.show(this.marks.from, this.marks.to)),
      save_png: button("save", () => this.save("png")),
      save_svg: button("save", () => this.save("svg")),
      save_csv: button("save", () => this.save("csv")),
    };
    const [near, far, all, ...saves] = Object.values(this.tools);
    root.append(element("div", "bar", this.legend, element("div", "tools", near, far, all), element("div", "tools saves", ...saves)),
      this.stage, this.brush.root, this.note, this.about, this.said);
    this.listen();
  }

  button(name, act) {
    const made = this.element("button", name);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  listen() {
    const { stage } = this;
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave", "click"]) {
      stage.addEventListener(name, (event) => this.hands[name](event));
    }
    this.hands = this.kit.hands.makeHands(this);
    stage.addEventListener("wheel", (event) => this.hands.wheel(event), { passive: false });
    stage.addEventListener("keydown", (event) => this.hands.keydown(event));
    stage.addEventListener("focus", () => this.point(this.at));
    stage.addEventListener("blur", () => this.unpoint());
    new ResizeObserver(() => this.redraw()).observe(this.root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    // Paper is white; it does not wait for a frame.
    for (const [name, printing] of [["beforeprint", true], ["afterprint", false]]) {
      window.addEventListener(name, () => {
        this.printing = printing;
        this.draw();
        this.paint();
      });
    }
  }

  update(data, send) {
    const { from, to } = this.marks || {};
    this.send = send;
    this.marks = this.kit.data.readMarks(data);
    const { marks } = this;
    this.at = null;
    this.hue = marks.data.hues[0].length > this.hue ? this.hue : null;
    this.drawer.box.hidden = true;
    if (!this.view || from !== marks.from || to !== marks.to) this.view = { from: marks.from, to: marks.to };
    this.yearCounts = data.years ? this.kit.data.countYears(marks) : [];
    const { words } = data;
    for (const [name, made] of Object.entries(this.tools)) {
      const short = { zoom_in: "+", zoom_out: "−", zoom_all: words.zoom_all }[name] || name.slice(5).toUpperCase();
      made.textContent = short;
      made.title = words[name];
      made.setAttribute("aria-label", words[name]);
    }
    this.stage.setAttribute("aria-label", words.label);
    this.about.textContent = `${data.title} ${words.keys}`;
    this.root.classList.toggle("none", !marks.lanes.length);
    this.note.textContent = [data.note, data.years ? "" : words.empty].filter(Boolean).join(" ");
    this.draw();
  }

  // Colours and places for a width; what is saved is as on a light ground.
  makeLook(width, dark) {
    const { marks } = this;
    const { data, lanes } = marks;
    const narrow = width < NARROW;
    const gutter = marks.lanes.some((lane) => lane.without) ? (narrow ? 58 : 76) : 8;
    const [ground, ink, quiet, line, accent] = data.grounds[Number(dark)];
    const span = data.span && [this.kit.data.dayOf(data.span[0]), this.kit.data.dayOf(data.span[1] + 1)];
    const out = (from, to) => Boolean(span) && (to <= span[0] || from >= span[1]);
    const most = data.lanes.length > 3 ? 84 : 140;
    // Two lines hold each label, unless it is a long one.
    const room = marks.lanes.some((lane) => this.kit.paint.measure(lane.label, 12.5) > 230) ? 200 : 164;
    const height = Math.round(Math.min(Math.max(640 / Math.max(1, data.lanes.length), 40), most)) + (narrow ? 15 : 0);
    return {
      width, narrow, gutter, ground, ink, quiet, line, accent, lanes,
      left: narrow ? 0 : room, right: width - gutter, top: HEAD, laneHeight: height,
      hues: data.hues[Number(dark)], density: Math.min(window.devicePixelRatio || 1, 3),
      isFaint: (i) => out(marks.start[i], marks.end[i]) || (this.hue !== null && marks.hue[i] !== this.hue),
      isFaintBin: (bin, hue) => out(bin.from, bin.to) || (this.hue !== null && hue !== this.hue),
    };
  }

  get dark() {
    return this.pick([false, true]) && !this.printing;
  }

  draw() {
    const width = Math.floor(this.root.clientWidth);
    if (!this.marks || width < 50) return;
    this.look = this.makeLook(width, this.dark);
    this.legend.replaceChildren(...this.kit.panel.drawLegend(this.kit, this.element, this.marks, this.look, this.hue, (kind) => this.pickHue(kind)));
    this.brush.update(this.marks, this.look, this.yearCounts);
    this.redraw();
  }

  redraw() {
    if (!this.marks || this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.paint();
    });
  }

  paint() {
    const width = Math.floor(this.root.clientWidth);
    if (!this.marks || width < 50) return;
    if (!this.look || this.look.width !== width) {
      this.look = this.makeLook(width, this.dark);
      this.brush.update(this.marks, this.look, this.yearCounts);
    }
    const began = performance.now();
    const { look, canvas } = this;
    this.scene = this.kit.scene.buildScene(this.kit, this.marks, this.view, look);
    const height = this.scene.bottom + 1;
    Object.assign(canvas, { width: width * look.density, height: height * look.density });
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    context.scale(look.density, look.density);
    this.kit.paint.paintCanvas(context, this.scene.ops, getComputedStyle(this.root).fontFamily);
    performance.clearMeasures("timeline");
    performance.measure("timeline", { start: began });
    const whole = this.view.from <= this.marks.from && this.view.to >= this.marks.to;
    this.tools.zoom_out.disabled = this.tools.zoom_all.disabled = whole;
    this.tools.zoom_in.disabled = this.view.to - this.view.from <= CLOSEST;
    if (this.at && this.focused) this.point(this.at);
    else this.unpoint();
  }

  get focused() {
    return this.stage.getRootNode().activeElement === this.stage;
  }

  unpoint() {
    this.ring.hidden = true;
    this.tip.hide();
  }

  // A second press of the same shows all again.
  pickHue(kind) {
    this.hue = this.hue === kind ? null : kind;
    this.draw();
    this.legend.querySelector(`[data-hue="${kind}"]`).focus();
  }

  show(from, to) {
    const { marks } = this;
    const length = Math.min(Math.max(to - from, CLOSEST), marks.to - marks.from);
    const start = Math.min(Math.max((from + to - length) / 2, marks.from), marks.to - length);
    this.view = { from: start, to: start + length };
    this.redraw();
  }

  // `around`: a share of what is in sight.
  zoom(factor, around = 0.5) {
    const length = this.view.to - this.view.from;
    const next = Math.min(Math.max(length / factor, CLOSEST), this.marks.to - this.marks.from);
    const from = this.view.from + around * (length - next);
    this.show(from, from + next);
  }

  zoomTo({ from, to }) {
    this.drawer.hide();
    this.show(from - 0.1 * (to - from), to + 0.1 * (to - from));
  }

  // What is at a place of the stage: marks before bins, the nearest of them.
  find(x, y) {
    let [best, distance] = [null, TOUCH];
    for (const target of this.scene.targets) {
      const away = Math.max(target.x - x, x - target.x - target.w, target.y - y, y - target.y - target.h, 0);
      if (away < distance || (away === 0 && distance === 0)) [best, distance] = [target, away];
    }
    return best;
  }

  targetOf(at) {
    const { marks } = this;
    const holds = (target) => {
      if (target.kind === "mark") return target.i === at.i;
      if (target.lane !== at.lane) return false;
      if (target.kind === "undated") return !marks.precision[at.i];
      return target.precisions.includes(marks.precision[at.i]) && marks.start[at.i] >= target.from && marks.start[at.i] < target.to;
    };
    return this.scene.targets.find(holds);
  }

  // Shows which mark the keys are at, and says it.
  point(at) {
    this.at = at;
    this.unpoint();
    const target = at && this.targetOf(at);
    if (!target) return;
    for (const [side, value] of [["left", target.x - 2], ["top", target.y - 1], ["width", target.w + 4], ["height", target.h + 2]]) {
      this.ring.style[side] = `${value}px`;
    }
    this.ring.hidden = false;
    const { list, place } = at;
    const { words, lanes } = this.marks.data;
    const position = this.kit.data.complete(words.position, { i: (place + 1).toLocaleString(), n: list.length.toLocaleString() });
    const lines = [...this.tell(at.i), `${lanes[at.lane][0]} · ${position}`];
    this.tip.show(target, lines);
    this.said.textContent = lines.join(" · ");
  }

  tell(i) {
    const { name, place, date, theme, status } = this.kit.panel.describe(this.kit, this.marks, i);
    return [name.slice(0, 120), place, date, `${theme} · ${status}`];
  }

  hover(target) {
    if (!target) return this.tip.hide();
    if (target.kind === "mark") return this.tip.show(target, [...this.tell(target.i), this.marks.data.words.open]);
    return this.tip.show(target, [this.titleOf(target), ...this.splitBin(target)]);
  }

  titleOf(target) {
    const { words, lanes, themes } = this.marks.data;
    const [lane, , without] = lanes[target.lane];
    if (target.kind === "undated") return this.kit.data.complete(words.undated_of, { lane, n: without.toLocaleString() });
    const when = this.kit.panel.whenOf(this.kit, target);
    return this.kit.data.complete(words.in_lane, { lane, when, n: target.count.toLocaleString() }, themes);
  }

  // The kinds in a bin, the most frequent first.
  splitBin({ hues }) {
    const { byTheme, themes, statuses } = this.marks.data;
    const labels = byTheme ? themes : statuses;
    const kinds = [...(hues || [])].map((count, kind) => [count, labels[kind]]).filter(([count]) => count);
    return kinds.sort((one, other) => other[0] - one[0]).slice(0, 6).map(([count, label]) => `${label} ${count.toLocaleString()}`);
  }

  open(target) {
    if (!target) return this.drawer.hide();
    if (target.kind === "mark") return this.choose(target.i);
    this.tip.hide();
    const members = target.kind === "bin" ? this.kit.data.membersOf(this.marks, target) : Int32Array.from(this.marks.lanes[target.lane].undated);
    return this.drawer.show(this.marks, target, this.titleOf(target), members, this.view);
  }

  choose(i) {
    this.send("chosen", { initiative: this.marks.row[i] });
  }

  save(kind) {
    const { kit, marks, look } = this;
    if (kind === "csv") return kit.save.saveCsv(kit, marks);
    const sheet = kit.save.composeSheet(kit, marks, this.view, (width, dark) => this.makeLook(width, dark), look.width);
    const font = getComputedStyle(this.root).fontFamily;
    return kind === "png" ? kit.save.savePng(kit, sheet, marks, font) : kit.save.saveSvg(kit, sheet, marks, font);
  }
}

const timelines = new WeakMap();

export default async function (component, tools, style, kit) {
  const { parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".timeline");
  const dressed = tools.dress(parentElement, style);
  const data = await tools.unpack(component, dressed);
  if (!data) return;
  if (!timelines.has(root)) timelines.set(root, new Timeline(root, tools, kit));
  timelines.get(root).update(data, setTriggerValue);
}
