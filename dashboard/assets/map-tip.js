// The box beside the pointer: name, value, rank, a small line of years, and why. All of it is set as text.
(function () {
  "use strict";
  const atlas = window.atlas;
  const WIDTH = 172;
  const HEIGHT = 30;
  const GAP = 12;
  const EDGE = 4;

  function line(name, text, parent) {
    const made = atlas.addBox(name, parent, "span");
    made.textContent = text;
    return made;
  }

  // Bars of the initiatives of each year; those without a year stand apart, with their number.
  function drawYears(data, i, undated, words) {
    const years = data.paint.years;
    const counts = [...data.years(i)];
    const most = Math.max(...counts, undated, 1);
    if (!counts.some(Boolean) && !undated) return null;
    const svg = atlas.createSvg("svg", { class: "years", viewBox: `0 0 ${WIDTH} ${HEIGHT + 13}`, width: WIDTH, height: HEIGHT + 13, "aria-hidden": "true" });
    const apart = undated ? 44 : 0;
    const step = (WIDTH - apart) / Math.max(years.length, 1);
    const now = data.frame === null ? null : data.paint.frames.years[data.frame];
    const bar = (x, width, count, name) => {
      const height = count ? Math.max((count / most) * HEIGHT, 1.5) : 0;
      svg.append(atlas.createSvg("rect", { class: name, x, y: HEIGHT - height, width, height }));
    };
    counts.forEach((count, at) => bar(at * step, Math.max(step - 1, 0.7), count, now !== null && years[at] > now ? "later" : "year"));
    svg.append(atlas.createSvg("path", { class: "ground", d: `M0 ${HEIGHT + 0.5}h${WIDTH - apart}` }));
    const word = (text, x, anchor) => {
      const made = atlas.createSvg("text", { x, y: HEIGHT + 11, "text-anchor": anchor });
      made.textContent = text;
      svg.append(made);
    };
    if (years.length) word(years[0], 0, "start");
    if (years.length > 1) word(years[years.length - 1], WIDTH - apart - 1, "end");
    if (undated) {
      bar(WIDTH - 24, 8, undated, "undated");
      word(atlas.complete(words, { n: undated }), WIDTH, "end");
    }
    return svg;
  }

  class Tip {
    constructor() {
      this.box = atlas.addBox("atlas-tip", document.body);
      this.box.setAttribute("role", "tooltip");
      this.box.hidden = true;
      this.said = atlas.addBox("atlas-said", document.body);
      this.said.setAttribute("role", "status");
    }

    hide() { this.box.hidden = true; }

    // `panels`: whose values to give; the first is the one under the pointer.
    fill(code, unit, data, names, panels) {
      const i = data.index.get(code);
      const { paint } = data;
      this.box.replaceChildren();
      const head = atlas.addBox("head", this.box);
      line("name", paint.local ? unit.name : names[code] || unit.name, head).setAttribute("data-adcode", code);
      const above = paint.level === "province" ? "" : names[code.slice(0, 4) + "00"] && paint.level === "county" ? names[code.slice(0, 4) + "00"] : names[code.slice(0, 2) + "0000"] || "";
      if (above && above !== names[code]) line("above", above, head);
      for (const panel of panels) this.addValue(data, panel, i, data.panels.length > 1);
      const counts = data.panels[panels[0]];
      const told = data.years(i).reduce((sum, count) => sum + count, 0);
      const years = data.paint.years.length && drawYears(data, i, Math.max(counts.initiatives[i] - told, 0), paint.texts.undated);
      if (years && data.panels.length === 1) this.box.append(years);
      const why = this.explain(data, panels[0], i);
      if (why) line("why", why, this.box);
    }

    addValue(data, panel, i, titled) {
      const { paint } = data;
      const { state, value } = data.look(panel, i);
      const box = atlas.addBox("one", this.box);
      if (titled && data.panels[panel].title) line("panel", data.panels[panel].title, box);
      if (state) {
        line("empty", state > 3 ? data.reason(state) : paint.texts[data.stateName(state)], box);
        return;
      }
      line("value", atlas.complete(data.panels[panel].scale.text, { n: data.write(value, panel) }), box);
      const [place, of] = data.rank(panel, i);
      line("rank", atlas.complete(paint.texts.rank, { k: place, m: of }), box);
    }

    // What the value rests on, and its class.
    explain(data, panel, i) {
      const { paint } = data;
      const { state, level } = data.look(panel, i);
      const counts = data.panels[panel];
      const parts = [];
      if (!state && level >= 0) parts.push(atlas.complete(paint.texts.class, { c: counts.scale.labels[level] }));
      if (paint.measure !== "initiatives" && counts.initiatives[i]) parts.push(atlas.complete(paint.texts.initiatives, { n: counts.initiatives[i] }));
      if (counts.reports[i]) parts.push(atlas.complete(paint.texts.reports, { n: counts.reports[i] }));
      if (data.documents[i]) parts.push(atlas.complete(paint.texts.read, { d: data.documents[i] }));
      return parts.join(paint.texts.between);
    }

    // Beside the point, inside the frame whatever its width.
    show(x, y, say) {
      this.box.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = this.box;
      const room = { x: window.innerWidth, y: window.innerHeight };
      const left = x + GAP + width > room.x - EDGE ? x - GAP - width : x + GAP;
      const top = y + GAP + height > room.y - EDGE ? y - GAP - height : y + GAP;
      this.box.style.left = Math.max(EDGE, Math.min(left, room.x - width - EDGE)) + "px";
      this.box.style.top = Math.max(EDGE, Math.min(top, room.y - height - EDGE)) + "px";
      if (say) this.said.textContent = [...this.box.querySelectorAll("span")].map((part) => part.textContent).join(" ");
    }
  }

  atlas.Tip = Tip;
})();
