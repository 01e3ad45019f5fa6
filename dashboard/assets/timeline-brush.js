// The strip of all years under the lanes: a span is dragged over it, moved by two handles, or typed.
const HEIGHT = 46;

export class Brush {
  constructor(element, icon, send) {
    this.send = send;
    this.bars = element("canvas", "");
    this.bars.setAttribute("aria-hidden", "true");
    this.chosen = element("div", "chosen");
    this.handles = ["from", "to"].map((end) => {
      const input = element("input", `handle ${end}`);
      input.type = "range";
      input.step = 1;
      input.addEventListener("input", () => this.preview(this.readHandles(end)));
      input.addEventListener("change", () => this.commit(this.readHandles(end)));
      return input;
    });
    this.fields = ["from", "to"].map((end) => {
      const input = element("input", `year ${end}`);
      Object.assign(input, { type: "number", step: 1, inputMode: "numeric" });
      input.addEventListener("change", () => this.commit(this.readFields(end)));
      return input;
    });
    this.clear = icon("clear", () => this.commit(null));
    this.said = element("span", "said");
    this.strip = element("div", "strip", this.bars, this.chosen, ...this.handles);
    this.typed = element("div", "typed", this.fields[0], element("span", "dash", "–"), this.fields[1], this.clear, this.said);
    this.root = element("div", "brush", this.strip, this.typed);
    this.strip.addEventListener("pointerdown", (event) => this.press(event));
  }

  update(marks, look, counts) {
    const { years, span, words } = marks.data;
    this.root.hidden = !years;
    if (!years) return;
    [this.years, this.words, this.counts, this.look] = [years, words, counts, look];
    const [first, last] = years;
    this.handles.forEach((input, i) => {
      [input.min, input.max] = i ? [first - 1, last] : [first, last + 1];
      input.setAttribute("aria-label", i ? words.to : words.from);
    });
    this.fields.forEach((input, i) => {
      [input.min, input.max] = [first, last];
      input.setAttribute("aria-label", i ? words.to : words.from);
    });
    this.strip.title = words.span_hint;
    this.clear.textContent = words.clear;
    this.span = span && [Math.min(Math.max(span[0], first), last), Math.max(Math.min(span[1], last), first)];
    this.preview(this.span);
    this.draw();
  }

  // Bars of how many each year has, as wide as the lanes' time.
  draw() {
    const { look, counts } = this;
    this.strip.style.marginLeft = this.typed.style.marginLeft = `${look.left}px`;
    this.strip.style.width = `${look.right - look.left}px`;
    const width = look.right - look.left;
    const scale = look.density;
    Object.assign(this.bars, { width: width * scale, height: HEIGHT * scale });
    const context = this.bars.getContext("2d");
    context.scale(scale, scale);
    context.fillStyle = look.quiet;
    context.globalAlpha = 0.45;
    const most = Math.max(1, ...counts);
    const step = width / counts.length;
    counts.forEach((count, i) => {
      const height = count && Math.max(1.5, (count / most) * (HEIGHT - 4));
      context.fillRect(i * step, HEIGHT - height, step > 3 ? step - 1 : step, height);
    });
  }

  preview(span) {
    const [first, last] = this.years;
    const [from, to] = span || this.years;
    const share = (year) => `${(100 * (year - first)) / (last - first + 1)}%`;
    this.chosen.style.left = share(from);
    this.chosen.style.right = `calc(100% - ${share(to + 1)})`;
    this.chosen.classList.toggle("all", !span);
    [from, to].forEach((year, i) => {
      this.handles[i].value = year;
      this.handles[i].setAttribute("aria-valuetext", year);
      this.fields[i].value = year;
    });
    this.clear.hidden = !span;
    const words = span ? this.words[from === to ? "span_one" : "span"] : this.words.span_none;
    this.said.textContent = words.replace("{first}", from).replace("{last}", to);
  }

  // Handles do not pass each other.
  readHandles(end) {
    const [from, to] = this.handles.map((input) => Number(input.value));
    const [first, last] = this.years;
    return end === "from" ? [Math.min(from, to, last), to] : [from, Math.max(from, to, first)];
  }

  readFields(end) {
    const [first, last] = this.years;
    const shown = this.span || this.years;
    const typed = this.fields.map((input, i) =>
      (input.value === "" ? shown[i] : Math.min(Math.max(Math.round(Number(input.value)), first), last)));
    if (typed[0] <= typed[1]) return typed;
    return end === "from" ? [typed[0], typed[0]] : [typed[1], typed[1]];
  }

  commit(span) {
    const whole = span && span[0] === this.years[0] && span[1] === this.years[1];
    const next = whole ? null : span;
    const same = String(next) === String(this.span);
    this.span = next;
    const focused = this.clear.getRootNode().activeElement === this.clear;
    this.preview(next);
    if (focused && this.clear.hidden) this.fields[0].focus();
    if (!same) this.send(next ? { first: next[0], last: next[1] } : { first: null, last: null });
  }

  press(event) {
    if (event.button || this.handles.includes(event.target)) return;
    event.preventDefault();
    const box = this.strip.getBoundingClientRect();
    const [first, last] = this.years;
    const yearAt = ({ clientX }) =>
      Math.min(Math.max(first + Math.floor(((clientX - box.left) / box.width) * (last - first + 1)), first), last);
    const began = yearAt(event);
    const spanTo = (other) => [Math.min(began, yearAt(other)), Math.max(began, yearAt(other))];
    this.strip.setPointerCapture(event.pointerId);
    const stop = new AbortController();
    const listen = (name, act) => this.strip.addEventListener(name, act, { signal: stop.signal });
    listen("pointermove", (other) => this.preview(spanTo(other)));
    listen("pointerup", (other) => {
      stop.abort();
      this.commit(spanTo(other));
    });
    listen("pointercancel", () => {
      stop.abort();
      this.preview(this.span);
    });
  }
}
