// One drawing of a scope: units, what lies around them, lines and marks. Colours change, shapes stay.
(function () {
  "use strict";
  const atlas = window.atlas;
  const SVG = "http://www.w3.org/2000/svg";
  const FINE_FROM = 0.0032; // pixels to a step of the grid: about 2.4 times a map of the whole country
  const WEIGHTS = { province: 0.8, city: 0.4, county: 0.4 };
  const PATTERNS = {
    unsearched: "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5",
    uncollected: "M3,3 h0.01",
    na: "M1.5,1.5 L4.5,4.5 M4.5,1.5 L1.5,4.5",
  };
  let sheets = 0;

  function create(name, attributes, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function drawPatterns(suffix) {
    return Object.entries(PATTERNS).map(([key, d]) =>
      create("pattern", { id: "state-" + key + suffix, class: key, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
        create("rect", { width: 6, height: 6 }), create("path", { d })));
  }

  class Sheet {
    constructor(lines) {
      this.suffix = sheets ? "-" + sheets : "";
      sheets += 1;
      this.scope = null;
      this.detail = "";
      this.paths = new Map();
      this.patterns = drawPatterns(this.suffix);
      this.around = create("g", { class: "around" });
      this.units = create("g", { class: "units" });
      this.borders = create("path", { class: "borders" });
      this.outline = create("path", { class: "outline" });
      this.special = create("g", { class: "special" },
        create("path", { class: "open", d: lines.undefined.fine }), create("path", { class: "dash", d: lines.dash.fine }));
      this.marks = create("g", { class: "marks" }, ...["chosen", "hot-under", "hot"].map((name) => create("path", { class: name })));
      this.root = create("g", { class: "sheet" }, create("defs", {}, ...this.patterns), this.around, this.units, this.borders, this.outline, this.special, this.marks);
    }

    // Draws the scope; `box` leaves out the units that do not touch it.
    show(scope, box) {
      if (this.scope === scope) return;
      this.scope = scope;
      this.box = box;
      this.detail = "";
      this.paths.clear();
      const touches = (unit) => !box || unit.parts.some((part) => part[0] < box[2] && part[2] > box[0] && part[1] < box[3] && part[3] > box[1]);
      for (const [code, unit] of scope.units) {
        if (touches(unit)) this.paths.set(code, create("path", { class: box ? "part" : "unit", "data-adcode": code }));
      }
      this.units.replaceChildren(...this.paths.values());
      const pale = [...scope.base.map((unit) => ["base", unit]), ...scope.around.map((unit) => ["near", unit])];
      this.around.replaceChildren(...pale.map(([name, unit]) => create("path", { class: name, d: unit.path(scope.detail) })));
      this.units.classList.toggle("few", scope.units.size < 100);
      this.mark("chosen", null);
      this.heat(null);
      this.rescale(this.scale || 1);
    }

    setDetail(detail) {
      if (this.detail === detail) return;
      this.detail = detail;
      // 2,900 outlines would take half the time of a step; the seams between fills part the units.
      const many = detail === "coarse" && this.scope.level === "county";
      this.units.classList.toggle("bare", many);
      for (const [code, path] of this.paths) path.setAttribute("d", this.scope.units.get(code).path(detail));
      // On a map of the whole country by county, borders of cities would be a grey mesh.
      this.borders.setAttribute("d", this.scope.borders && !many ? this.scope.borders[detail] : "");
      this.outline.setAttribute("d", this.scope.outline[detail]);
    }

    // Lines and patterns keep their size on screen. `scale`: pixels to a step of the grid.
    rescale(scale) {
      this.scale = scale;
      if (!this.scope) return;
      this.setDetail(this.scope.detail === "fine" || scale > FINE_FROM ? "fine" : "coarse");
      const weight = WEIGHTS[this.scope.level];
      const widths = [[this.units, this.box ? 0.2 : weight], [this.around, 0.5], [this.borders, 0.7], [this.outline, 0.8], [this.special, this.box ? 1.2 : 1.6]];
      for (const [element, width] of widths) element.setAttribute("stroke-width", width / scale);
      this.special.firstChild.setAttribute("stroke-width", 0.8 / scale);
      this.special.firstChild.setAttribute("stroke-dasharray", 3 / scale + " " + 3 / scale);
      [1.6, 4, 1.8].forEach((width, i) => this.marks.children[i].setAttribute("stroke-width", width / scale));
      for (const pattern of this.patterns) pattern.setAttribute("patternTransform", "scale(" + 1 / scale + ")");
    }

    // Only what looks otherwise than before is touched: a year changes few of 2,900 units.
    paint(data, panel, dark) {
      for (const [code, path] of this.paths) {
        const i = data.index.get(code);
        const key = i === undefined ? -2 : data.keyOf(panel, i);
        const fill = data.fillOf(key, this.suffix, data.panels[panel].scale, dark);
        if (path.atlasFill === fill) continue;
        path.atlasFill = fill;
        path.setAttribute("fill", fill);
        path.classList.toggle("empty", key < 0);
      }
    }

    mark(name, code) {
      const unit = code && this.scope.units.get(code);
      this.marks.querySelector("." + name).setAttribute("d", unit && this.paths.has(code) ? unit.mainPath() : "");
    }

    heat(code) {
      if (this.hot === code) return;
      this.hot = code;
      const unit = code && this.paths.has(code) && this.scope.units.get(code);
      for (const name of ["hot-under", "hot"]) this.marks.querySelector("." + name).setAttribute("d", unit ? unit.mainPath() : "");
    }

    // The position of a pointer in steps of the grid.
    locate(event) {
      const matrix = this.root.getScreenCTM();
      return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : null;
    }

    // Where the middle of a unit is on screen, relative to the frame.
    middle(code) {
      const [x, y] = this.scope.units.get(code).middle;
      return new DOMPoint(x, y).matrixTransform(this.root.getScreenCTM());
    }
  }

  // Leaflet moves it and zooms it; the shapes themselves are never projected again.
  const SheetLayer = L.SVG.extend({
    options: { padding: 0.25 },
    initialize: function (sheet) {
      L.SVG.prototype.initialize.call(this);
      this.sheet = sheet;
      this.overlay = create("g", { class: "labels" });
    },
    _initContainer: function () {
      L.SVG.prototype._initContainer.call(this);
      this._rootGroup.append(this.sheet.root, this.overlay);
    },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.SVG.prototype._update.call(this);
      const origin = this._map.getPixelOrigin();
      const scale = this._map.options.crs.scale(this._map.getZoom()) / atlas.GRID;
      this.sheet.root.setAttribute("transform", "translate(" + -origin.x + " " + -origin.y + ") scale(" + scale + ")");
      this.sheet.rescale(scale);
      this.fire("placed");
    },
  });

  Object.assign(atlas, { Sheet, SheetLayer, drawPatterns, createSvg: create });
})();
