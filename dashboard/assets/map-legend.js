// The legend: classes with their bounds and how many units each has, and the kinds of empty by their patterns.
(function () {
  "use strict";
  const atlas = window.atlas;
  const OWN = "-legend"; // its patterns have the size of the page, not of a map

  function swatch(fill) {
    const rect = atlas.createSvg("rect", { x: 0.5, y: 0.5, width: 19, height: 11, fill });
    return atlas.createSvg("svg", { width: 20, height: 12, "aria-hidden": "true" }, rect);
  }

  function row(key, fill, label) {
    const made = document.createElement("li");
    const words = document.createElement("span");
    const count = document.createElement("span");
    words.textContent = label;
    count.className = "count";
    made.dataset.key = key;
    made.append(swatch(fill), words, count);
    return made;
  }

  function list(name, rows) {
    const made = document.createElement("ul");
    made.className = name;
    made.append(...rows);
    return made;
  }

  class Legend {
    constructor(parent) {
      this.box = atlas.addBox("atlas-legend", parent);
      this.defs = atlas.createSvg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, ...atlas.drawPatterns(OWN));
    }

    // All rows that the data can need: what play brings later has its place from the start.
    draw(data) {
      const { paint } = data;
      const parts = paint.scales.flatMap((scale) => this.drawScale(data, scale));
      const states = atlas.EMPTY_STATES.map((name, i) => row(-1 - i, data.fillOf(-1 - i, OWN), paint.texts.states[name]));
      this.box.replaceChildren(this.defs, ...parts, list("states", states));
      this.count(data);
    }

    drawScale(data, scale) {
      const title = document.createElement("h2");
      title.textContent = scale.title;
      const rows = scale.labels.map((label, i) => row(i, data.fillOf(i, OWN, scale), label));
      // No change stands between the classes below and above it.
      if (scale.flat) rows.splice(rows.length / 2, 0, row(atlas.FLAT, data.fillOf(atlas.FLAT, OWN, scale), scale.flat));
      const made = list("classes", rows);
      made.scale = scale;
      return [title, made];
    }

    // Two maps have two numbers; more share the colours alone.
    count(data) {
      const tallies = data.panels.map((panel, i) => [panel.scale, data.tally(i)]);
      for (const each of this.box.querySelectorAll("li")) {
        const key = Number(each.dataset.key);
        const { scale } = each.parentNode;
        const counts = tallies.filter(([own]) => !scale || own === scale).map(([, tally]) => tally.get(key) || 0);
        const some = counts.some(Boolean);
        each.hidden = !some && (key < 0 ? !(key === -1 && data.paint.frames) : key === atlas.FLAT);
        const text = counts.map((n) => n.toLocaleString("en-US")).join(" \u00b7 ");
        each.lastChild.textContent = counts.length > 2 ? "" : atlas.complete(data.paint.texts.units, { n: text });
      }
    }
  }

  Object.assign(atlas, { Legend });
})();
