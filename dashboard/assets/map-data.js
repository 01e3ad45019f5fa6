// What a paint says of each unit: unpacked once, then looked up by panel, year and position.
(function () {
  "use strict";
  const atlas = window.atlas;
  const EMPTY = ["found", "zero", "unsearched", "uncollected"];
  const FLAT = 99; // the key of a change that is none: it has a value and is in no class

  async function inflate(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const planes = new Uint8Array(await new Response(stream).arrayBuffer());
    // Whole numbers of four bytes, all first bytes first: zeros lie together and pack well.
    const count = planes.length / 4;
    const numbers = new Int32Array(count);
    for (let i = 0; i < count; i += 1) {
      numbers[i] = planes[i] | (planes[count + i] << 8) | (planes[2 * count + i] << 16) | (planes[3 * count + i] << 24);
    }
    return numbers;
  }

  function readColumns(numbers, paint) {
    let at = 0;
    const take = (count) => numbers.subarray(at, (at += count));
    const units = paint.count;
    const codes = [];
    let code = 0;
    for (const step of take(units)) codes.push(String((code += step)).padStart(6, "0"));
    const columns = { codes, index: new Map(codes.map((each, i) => [each, i])), documents: take(units), idle: take(units) };
    columns.panels = paint.panels.map(([title, scale]) => ({
      title, scale: paint.scales[scale], state: take(units), level: take(units), value: take(units), initiatives: take(units), reports: take(units), ranks: new Map(),
    }));
    columns.trail = take(units * paint.years.length);
    const years = paint.frames ? paint.frames.years.length : 0;
    columns.frames = { level: sumRows(take(units * years), years), value: sumRows(take(units * years), years) };
    return columns;
  }

  // Each year is sent as what it is more than the one before.
  function sumRows(steps, years) {
    const sums = Int32Array.from(steps);
    for (let i = 0; i < sums.length; i += 1) if (i % years) sums[i] += sums[i - 1];
    return sums;
  }

  class Data {
    constructor(paint, numbers) {
      this.paint = paint;
      Object.assign(this, readColumns(numbers, paint));
      this.frame = null; // position of the year shown, while there is something to play
    }

    // { state, level, value } of a unit: level is its class, value as the measure gives it.
    look(panel, i) {
      const { frames } = this;
      if (this.frame !== null && panel === 0) {
        const at = i * this.paint.frames.years.length + this.frame;
        if (frames.level[at]) return { state: 0, level: frames.level[at] - 1, value: frames.value[at] / this.panels[0].scale.factor };
        return { state: this.idle[i], level: -1, value: 0 };
      }
      const column = this.panels[panel];
      return { state: column.state[i], level: column.level[i], value: column.value[i] / column.scale.factor };
    }

    stateName(state) { return EMPTY[state] || "na"; }

    reason(state) { return this.paint.texts.reasons[state - EMPTY.length] || ""; }

    // One number for all that looks alike: what changes it, changes the colour.
    keyOf(panel, i) {
      const { state, level } = this.look(panel, i);
      if (state) return -Math.min(state, EMPTY.length);
      return level < 0 ? atlas.FLAT : level;
    }

    fillOf(key, suffix, scale, dark = atlas.dark.matches) {
      const shade = dark ? 1 : 0;
      if (key >= 0 && key !== FLAT) return scale.colors[shade][key];
      const name = key === FLAT ? "zero" : this.stateName(-key);
      return name === "zero" ? this.paint.zero[shade] : "url(#state-" + name + suffix + ")";
    }

    // Position in falling order (rising for years), 1 first; equals share the better one.
    rank(panel, i) {
      const { ranks } = this.panels[panel];
      const key = panel === 0 && this.frame !== null ? this.frame : "all";
      if (!ranks.has(key)) {
        const values = this.codes.map((_, at) => this.look(panel, at)).filter((each) => !each.state).map((each) => each.value);
        ranks.set(key, values.sort((a, b) => (this.isRising(panel) ? a - b : b - a)));
      }
      return [ranks.get(key).indexOf(this.look(panel, i).value) + 1, ranks.get(key).length];
    }

    isRising(panel) { return this.panels[panel].scale.kind === "year"; }

    // Positions of the units that have a value, best first.
    leaders(panel, count) {
      const sign = this.isRising(panel) ? 1 : -1;
      const values = new Map();
      for (let i = 0; i < this.codes.length; i += 1) {
        const { state, value } = this.look(panel, i);
        if (!state) values.set(i, sign * value);
      }
      const least = count < values.size ? [...values.values()].sort((a, b) => a - b)[count - 1] : Infinity;
      const found = [...values.keys()].filter((i) => values.get(i) <= least);
      return found.sort((a, b) => values.get(a) - values.get(b) || a - b).slice(0, count);
    }

    tally(panel) {
      const counts = new Map();
      for (let i = 0; i < this.codes.length; i += 1) {
        const key = this.keyOf(panel, i);
        counts.set(key, (counts.get(key) || 0) + 1);
      }
      return counts;
    }

    years(i) {
      const count = this.paint.years.length;
      return this.trail.subarray(i * count, (i + 1) * count);
    }

    // As the page writes them elsewhere.
    write(value, panel) {
      const { kind } = this.panels[panel].scale;
      if (kind === "year") return String(value);
      const parted = kind === "share" || kind === "change";
      const shown = parted ? Math.round(value * 100) : value;
      const size = Math.abs(shown);
      const digits = kind !== "rate" || size >= 100 ? 0 : size < 1 ? 2 : 1;
      const text = size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
      const sign = shown < 0 ? "\u2212" : kind === "change" && shown > 0 ? "+" : "";
      return sign + text + (parted ? "%" : "");
    }
  }

  function complete(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  }

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const readPaint = async (paint) => new Data(paint, await inflate(paint.table));
  Object.assign(atlas, { readPaint, complete, dark, FLAT, EMPTY_STATES: ["zero", "unsearched", "uncollected", "na"] });
})();
