// The places where a sheet is seen: a map that moves, with its box of the South China Sea, or one of many small maps.
(function () {
  "use strict";
  const atlas = window.atlas;
  const MAINLAND = [[39.4, 73.5], [48.4, 135.1], [53.6, 123.3], [17.9, 109.5]];
  const SOUTH_SEA = [[23.6, 106.4], [23.6, 123.2], [2.7, 111.0], [2.7, 117.6]];
  const INSET_SOUTH = 3.4;
  const NARROW = 560; // as in map.css
  const SANSHA = "460300";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function boxOf(corners) {
    const points = corners.map((corner) => atlas.placePoint(...corner));
    return atlas.joinBoxes(points.map(([x, y]) => [x, y, x, y]));
  }
  const mainland = boxOf(MAINLAND);
  const southSea = boxOf(SOUTH_SEA);
  const nation = atlas.joinBoxes([mainland, southSea]);

  function add(name, parent, tag) {
    const made = document.createElement(tag || "div");
    made.className = name;
    parent.append(made);
    return made;
  }

  // A drawing of fixed extent that follows the size of its ground.
  class StaticSheet {
    constructor(lines, ground) {
      this.sheet = new atlas.Sheet(lines);
      this.ground = ground;
      this.svg = atlas.createSvg("svg", { "aria-hidden": "true" }, this.sheet.root);
      ground.append(this.svg);
      new ResizeObserver(() => this.fit()).observe(ground);
    }

    fit() {
      const [width, height] = [this.ground.clientWidth, this.ground.clientHeight];
      if (!width || !height || !this.box) return;
      const [west, north, east, south] = this.box;
      const scale = Math.min((width - 4) / (east - west), (height - 4) / (south - north));
      const left = (width - (east - west) * scale) / 2 - west * scale;
      const top = (height - (south - north) * scale) / 2 - north * scale;
      this.sheet.root.setAttribute("transform", "translate(" + left + " " + top + ") scale(" + scale + ")");
      this.sheet.rescale(scale);
    }
  }

  class MapPanel {
    constructor(map, lines, index) {
      Object.assign(this, { map, index, element: map.getContainer(), scope: null });
      this.whole = true; // the view is as it was fitted: the visitor has not moved it
      this.led = false; // the move under way is not the visitor's
      this.sheet = new atlas.Sheet(lines);
      this.layer = new atlas.SheetLayer(this.sheet).addTo(map);
      this.title = add("atlas-title", this.element);
      this.year = add("atlas-year", this.element);
      this.year.append(document.createElement("b"), document.createElement("span"));
      this.insetBox = add("atlas-inset", this.element);
      this.inset = new StaticSheet(lines, add("ground", this.insetBox));
      this.inset.box = southSea;
      this.insetName = add("", this.insetBox, "span");
      map.on("movestart", () => { this.whole = this.whole && this.led; });
      map.on("moveend", () => {
        this.led = false;
        this.toggleInset();
      });
      new ResizeObserver(() => this.resize()).observe(this.element);
      this.fit(false);
    }

    show(scope) {
      const moves = !this.scope || this.scope.within !== scope.within;
      const first = !this.scope;
      this.scope = scope;
      this.sheet.show(scope);
      this.inset.sheet.show(scope, southSea);
      this.inset.fit();
      if (moves) this.fit(!first);
    }

    paint(data) {
      this.inset.sheet.paint(data, this.index);
      this.sheet.paint(data, this.index);
    }

    // Free room beside the legend, and on the right for the box of the South China Sea, which so keeps off Taiwan.
    margins() {
      const narrow = window.innerWidth < NARROW || document.body.dataset.layout !== "one";
      if (!this.scope || !this.scope.within) return { left: 0, right: narrow ? 22 : 36, top: 0, bottom: 0 };
      const legend = document.querySelector(".atlas-legend");
      return { left: narrow || !legend ? 4 : legend.offsetWidth + 16, right: this.insetBox.offsetWidth + 10, top: narrow ? 34 : 0, bottom: 10 };
    }

    // The country stands on the lower edge: what the map has of the South China Sea would lie under its own box.
    aim(box, { left, right, top, bottom }) {
      const { crs } = this.map.options;
      const room = this.map.getSize();
      const [width, height] = [(box[2] - box[0]) / atlas.GRID, (box[3] - box[1]) / atlas.GRID];
      const scale = Math.min((room.x - left - right - 6) / width, (room.y - top - bottom - 6) / height);
      const across = (box[0] + box[2]) / 2 / atlas.GRID + (right - left) / 2 / scale;
      const down = box === mainland ? box[3] / atlas.GRID - (room.y / 2 - 3) / scale : (box[1] + box[3]) / 2 / atlas.GRID + (bottom - top) / 2 / scale;
      const centre = L.point(across, -down);
      return { centre: crs.projection.unproject(centre), zoom: crs.zoom(Math.max(scale, 1)) };
    }

    fit(animate) {
      if (!this.map.getSize().x || !this.map.getSize().y) return;
      // Leaflet's own setters would stop a glide that starts outside the new bounds.
      const limit = (minZoom, maxZoom) => Object.assign(this.map.options, { minZoom, maxZoom });
      limit(-Infinity, Infinity);
      const far = this.aim(mainland, { left: 0, right: 0, top: 0, bottom: 0 }).zoom;
      const within = this.scope && this.scope.within;
      const { centre, zoom } = this.aim(within === SANSHA ? southSea : within ? this.scope.box : mainland, this.margins());
      this.lead(centre, zoom, Boolean(animate) && !still.matches);
      this.whole = true;
      limit(far - 0.6, zoom + 5);
      this.toggleInset();
    }

    lead(centre, zoom, animate) {
      this.led = true;
      this.map.setView(centre, zoom, { animate });
    }

    resize() {
      if (!this.element.clientWidth || !this.element.clientHeight) return; // hidden: it comes back as it was
      this.map.invalidateSize({ pan: false });
      if (this.whole) this.fit(false);
    }

    // The box is for views that do not reach the South China Sea themselves.
    toggleInset() {
      const size = this.map.getSize();
      const south = this.map.containerPointToLatLng([size.x / 2, size.y]).lat;
      this.insetBox.hidden = south < INSET_SOUTH;
    }
  }

  // One of up to twelve: the whole country down to the South China Sea, or the whole region.
  class CellPanel extends StaticSheet {
    constructor(lines, parent, index) {
      const cell = add("atlas-cell", parent);
      const title = add("", cell, "strong");
      super(lines, add("ground", cell));
      Object.assign(this, { element: cell, title, index });
    }

    show(scope) {
      this.scope = scope;
      this.sheet.show(scope);
      this.box = scope.within ? atlas.joinBoxes([...scope.units.values()].map((unit) => unit.box)) : nation;
      this.fit();
    }

    paint(data) { this.sheet.paint(data, this.index); }
  }

  // What one map shows, the other shows too, while both are seen.
  function joinMaps(one, other, areSeen) {
    let leading = null;
    const follow = (from, to) => function (event) {
      if (!areSeen() || (leading && leading !== from)) return;
      leading = from;
      const animated = event.type === "zoomanim";
      to.lead(animated ? event.center : from.map.getCenter(), animated ? event.zoom : from.map.getZoom(), animated);
      to.whole = from.whole;
      if (!animated) leading = null;
    };
    for (const [from, to] of [[one, other], [other, one]]) {
      from.map.on("move zoomanim", follow(from, to));
      from.map.on("moveend", () => { leading = null; });
    }
  }

  Object.assign(atlas, { MapPanel, CellPanel, joinMaps, addBox: add, still, views: { mainland, southSea, nation, SANSHA } });
})();
