// The map as a picture that can be printed and cited: finding, map, legend, notes and source on a white ground.
// It shows the region as a whole, however the visitor has moved it, so that the rules for maps hold.
(function () {
  "use strict";
  const atlas = window.atlas;
  const WIDTH = 1200; // pixels
  const MARGIN = 36;
  const SIDE = 190; // free room beside a region for the legend
  const EDGE = 128; // and on the right for the box of the South China Sea
  const BOX = { width: 112, height: 160 };
  const ROW = 21;
  const LONGEST = 300; // characters of an address
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
  const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // for XML
  const ruler = document.createElement("canvas").getContext("2d");

  // Of the light ground, whatever ground the page has: the first rules of the style sheets are those.
  function readColours() {
    const colours = {};
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (rule.selectorText !== ":root") continue;
        for (const name of rule.style) colours[name] = colours[name] || rule.style.getPropertyValue(name).trim();
      }
    }
    return (name) => colours["--" + name];
  }

  // What map.css says of a sheet, as attributes: other programs read no style sheet.
  function dress(root, colour, small) {
    const set = (selector, attributes) => root.querySelectorAll(selector).forEach((element) => {
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    });
    set(".units path", { stroke: small ? "none" : colour("unit-edge") });
    set(".units .empty", { stroke: colour("empty-edge") });
    set(".units.bare path", { stroke: "none" });
    set(".around path", { fill: colour("pale"), stroke: colour("pale-edge") });
    set(".around .base", { stroke: "none" });
    set(".borders, .outline, .open", { fill: "none", stroke: colour("border") });
    if (small) set(".outline", { stroke: colour("dash") });
    set(".dash", { fill: "none", stroke: colour("dash") });
    set(".marks path", { fill: "none" });
    set(".chosen", { stroke: colour("chosen") });
    for (const name of ["unsearched", "uncollected", "na"]) {
      set(`pattern.${name} rect`, { fill: colour(name + "-ground") });
      set(`pattern.${name} path`, { fill: "none", stroke: colour(name + "-mark"), "stroke-linecap": "round", "stroke-width": { unsearched: 0.6, uncollected: 1.7, na: 0.8 }[name] });
    }
    root.querySelectorAll("path").forEach((path) => path.setAttribute("stroke-linejoin", "round"));
  }

  function write(x, y, words, size, fill, more) {
    const made = atlas.createSvg("text", { x, y, "font-size": size, fill, ...more });
    made.textContent = words.replace(UNFIT, "");
    return made;
  }

  // Chinese breaks anywhere, other words between them.
  function wrap(words, size, width) {
    ruler.font = size + "px sans-serif";
    const lines = [""];
    for (const part of words.match(/[\u2e80-\uffff]|\s+|[^\s\u2e80-\uffff]{1,60}/gu) || []) {
      const line = lines[lines.length - 1];
      if (line && ruler.measureText(line + part).width > width) lines.push(part.trimStart());
      else lines[lines.length - 1] = line + part;
    }
    return lines;
  }

  const meets = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

  class Picture {
    constructor(view) {
      Object.assign(this, { view, colour: readColours(), parts: [], y: MARGIN });
      this.ink = this.colour("ink");
      this.quiet = this.colour("quiet");
    }

    paragraph(words, size, fill, weight) {
      for (const line of wrap(words, size, WIDTH - 2 * MARGIN)) {
        this.y += Math.round(size * 1.45);
        this.parts.push(write(MARGIN, this.y - Math.round(size * 0.35), line, size, fill, { "font-weight": weight || 400 }));
      }
    }

    // A sheet of its own, in the middle of a place on the picture; `box` is what of the plane must be seen.
    sheet(index, scope, box, place, small) {
      const { data, lines } = this.view;
      const sheet = new atlas.Sheet(lines);
      const [width, height] = [box[2] - box[0], box[3] - box[1]];
      const scale = Math.min(place.width / width, place.height / height);
      const left = place.x + (place.width - width * scale) / 2 - box[0] * scale;
      const top = place.y + (place.height - height * scale) / 2 - box[1] * scale;
      const seen = [place.x - left, place.y - top, place.x + place.width - left, place.y + place.height - top].map((edge) => edge / scale);
      sheet.show({ ...scope, around: scope.around.filter((unit) => meets(unit.box, seen)) }, small ? box : undefined);
      sheet.paint(data, index, false);
      sheet.mark("chosen", small ? null : this.view.selected);
      sheet.rescale(scale);
      sheet.root.setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
      dress(sheet.root, this.colour, small);
      const clip = `cut-${this.parts.length}`;
      const frame = atlas.createSvg("clipPath", { id: clip }, atlas.createSvg("rect", place));
      this.parts.push(frame, atlas.createSvg("g", { "clip-path": `url(#${clip})` }, sheet.root));
      return (unit) => [left + unit.middle[0] * scale, top + unit.middle[1] * scale];
    }

    labels(index, scope, locate, count) {
      const { data, names } = this.view;
      for (const i of data.leaders(index, count)) {
        const unit = scope.units.get(data.codes[i]);
        if (!unit) continue;
        const [x, y] = locate(unit);
        const words = `${names[data.codes[i]] || unit.name} ${data.write(data.look(index, i).value, index)}`;
        this.parts.push(write(x, y + 4, words, 13, this.ink, {
          "text-anchor": "middle", "font-weight": 600, stroke: this.colour("halo"), "stroke-width": 3, "stroke-opacity": 0.88, "stroke-linejoin": "round", "paint-order": "stroke",
        }));
      }
    }

    southSea(scope, place) {
      const x = place.x + place.width - BOX.width;
      const y = place.y + place.height - BOX.height;
      const ground = { x, y, width: BOX.width, height: BOX.height - 18 };
      this.parts.push(atlas.createSvg("rect", { x, y, ...BOX, fill: this.colour("ground"), stroke: "#8a96a3" }));
      this.sheet(0, scope, atlas.views.southSea, ground, true);
      this.parts.push(write(x + BOX.width / 2, y + BOX.height - 6, this.view.data.paint.texts.inset, 11, this.quiet, { "text-anchor": "middle" }));
    }

    // As the legend on the page has them: what is not hidden there.
    legend(x, bottom) {
      const { data } = this.view;
      const rows = [];
      for (const element of this.view.legend.box.querySelectorAll("h2, li")) {
        if (element.hidden) continue;
        if (element.tagName === "H2") rows.push({ title: element.textContent });
        else rows.push({ key: Number(element.dataset.key), scale: element.parentNode.scale, words: element.children[1].textContent, count: element.lastChild.textContent });
      }
      const defs = atlas.createSvg("svg", {}, atlas.createSvg("defs", {}, ...atlas.drawPatterns("-saved")));
      dress(defs, this.colour);
      this.parts.push(defs.firstChild);
      ruler.font = "13px sans-serif";
      const wide = Math.max(...rows.map((row) => (row.words ? ruler.measureText(row.words).width : 0)));
      let y = bottom - rows.length * ROW;
      for (const row of rows) {
        y += ROW;
        if (row.title !== undefined) {
          this.parts.push(write(x, y - 5, row.title, 13, this.ink, { "font-weight": 600 }));
          continue;
        }
        const fill = data.fillOf(row.key, "-saved", row.scale, false);
        this.parts.push(atlas.createSvg("rect", { x: x + 0.5, y: y - 15.5, width: 22, height: 12, fill, stroke: row.key < 0 ? this.colour("empty-edge") : "none" }));
        this.parts.push(write(x + 32, y - 5, row.words, 13, this.ink), write(x + 44 + wide, y - 5, row.count, 13, this.quiet));
      }
    }

    single(scope) {
      const height = 760;
      const place = { x: MARGIN, y: this.y, width: WIDTH - 2 * MARGIN, height };
      const region = Boolean(scope.within);
      const seen = { x: MARGIN + (region ? SIDE : 0), y: this.y, width: place.width - EDGE - (region ? SIDE : 0), height };
      const box = !region ? atlas.views.mainland : scope.within === atlas.views.SANSHA ? atlas.views.southSea : scope.box;
      const locate = this.sheet(0, scope, box, seen);
      if (region) this.parts.push(atlas.createSvg("rect", { ...seen, fill: "none", stroke: this.colour("pale-edge") }));
      this.labels(0, scope, locate, 5);
      this.southSea(scope, place);
      this.legend(MARGIN, this.y + height);
      this.y += height;
    }

    // Two or more, each down to the South China Sea; the legend under them.
    many(scope, count) {
      const columns = count === 2 ? 2 : count <= 6 ? 3 : 4;
      const width = (WIDTH - 2 * MARGIN - (columns - 1) * 18) / columns;
      const height = Math.round(width * 0.92);
      const box = scope.within ? atlas.joinBoxes([...scope.units.values()].map((unit) => unit.box)) : atlas.views.nation;
      for (let i = 0; i < count; i += 1) {
        const x = MARGIN + (i % columns) * (width + 18);
        const y = this.y + Math.floor(i / columns) * (height + 34);
        this.parts.push(write(x, y + 18, this.view.data.panels[i].title, 14, this.ink, { "font-weight": 600 }));
        this.sheet(i, scope, box, { x, y: y + 26, width, height });
      }
      this.y += Math.ceil(count / columns) * (height + 34);
      const rows = this.view.legend.box.querySelectorAll("h2, li:not([hidden])").length;
      this.y += rows * ROW + 12;
      this.legend(MARGIN, this.y);
    }

    compose() {
      const { data, scope } = this.view;
      const { texts, frames } = data.paint;
      this.paragraph(texts.summary, 26, this.ink, 650);
      if (data.frame !== null) this.paragraph(`${frames.years[data.frame]} · ${frames.label}`, 16, this.ink, 600);
      this.y += 10;
      if (this.view.panels.length === 1) this.single(scope);
      else this.many(scope, this.view.panels.length);
      this.y += 14;
      const made = atlas.complete(texts.save.made, { date: new Date().toLocaleDateString("sv"), address: readAddress() });
      for (const words of [...texts.foot, texts.source, made]) this.paragraph(words, 12.5, this.quiet);
      const height = Math.ceil(this.y + MARGIN - 10);
      const svg = atlas.createSvg("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, "font-family": FONT, role: "img" });
      const [title, note] = ["title", "desc"].map((name) => atlas.createSvg(name));
      title.textContent = texts.summary;
      note.textContent = [...texts.foot, texts.source].join(" ");
      svg.append(title, note, atlas.createSvg("rect", { width: WIDTH, height, fill: this.colour("ground") }), ...this.parts);
      return { text: new XMLSerializer().serializeToString(svg), width: WIDTH, height };
    }
  }

  function readAddress() {
    try { return window.parent.location.href.slice(0, LONGEST); } catch (error) { return ""; }
  }

  atlas.composePicture = (view) => new Picture(view).compose();
})();
