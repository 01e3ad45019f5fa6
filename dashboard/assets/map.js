// The choropleth: outlines are fetched once and kept; each change only paints classes onto them.
// All words come with the paint and are set as text, never as HTML.
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const MAINLAND = [[39.4, 73.5], [48.4, 135.1], [53.6, 123.3], [17.9, 109.5]];
  const SOUTH_SEA = [[23.6, 106.4], [23.6, 123.2], [2.7, 111.0], [2.7, 117.6]];
  const INSET_SOUTH = 3.4;
  const NARROW = 560; // as in map.css
  const EMPTY_EDGE = "#c9d1d9";
  const STATES = ["zero", "unsearched", "uncollected"];
  const view = { levels: {}, shown: null, painted: null, sent: 0 };

  // ---- projection and view -------------------------------------------------------------------
  function fit(map, corners, right) {
    const crs = map.options.crs;
    const box = L.bounds(corners.map((corner) => crs.projection.project(L.latLng(corner))));
    const room = map.getSize();
    const size = box.getSize();
    const scale = Math.min((room.x - right - 6) / size.x, (room.y - 6) / size.y);
    if (scale <= 0) return;
    const centre = box.getCenter().add([right / 2 / scale, 0]);
    map.setView(crs.projection.unproject(centre), crs.zoom(scale), { animate: false });
  }

  // The room on the right keeps the box of the South China Sea off Taiwan.
  function fitMain() {
    if (!view.map.getSize().x) return;
    view.map.setMinZoom(-Infinity).setMaxZoom(Infinity);
    fit(view.map, MAINLAND, window.innerWidth < NARROW ? 22 : 36);
    view.map.setMinZoom(view.map.getZoom() - 0.6).setMaxZoom(view.map.getZoom() + 5);
  }

  function watchSize(map, refit) {
    new ResizeObserver(function () {
      map.invalidateSize({ pan: false });
      refit();
    }).observe(map.getContainer());
  }

  // The box is for views that do not reach the South China Sea themselves.
  function toggleInset() {
    const size = view.map.getSize();
    const south = view.map.containerPointToLatLng([size.x / 2, size.y]).lat;
    view.insetBox.hidden = south < INSET_SOUTH;
    view.insetBox.style.display = view.insetBox.hidden ? "none" : "";
  }

  // ---- outlines ------------------------------------------------------------------------------
  function load(url) {
    return fetch(url, { cache: "force-cache" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status + " " + url);
      return answer.json();
    }).then(window.decodeTopology);
  }

  function drawLines(shapes, style) {
    return (shapes || []).map((shape) =>
      L.polyline(shape.paths, { interactive: false, smoothFactor: 0.5, fill: false, ...style }));
  }

  // In the box, white borders would swallow the islets.
  function drawLevel(level, objects, isInset) {
    const units = new Map();
    const style = { interactive: false, smoothFactor: 0.4, fillOpacity: 1, className: "unit",
      color: "#fff", weight: isInset ? 0.2 : level === "city" ? 0.4 : 0.8 };
    for (const shape of objects.units) {
      units.set(shape.id, { name: shape.name, layer: L.polygon(shape.paths, style) });
    }
    const borders = level === "city" ? drawLines(objects.parents, { color: "#7d8a97", weight: 0.7 }) : [];
    const outline = drawLines(objects.outline, { color: isInset ? "#55616d" : "#7d8a97", weight: 0.7 });
    const layers = [...[...units.values()].map((unit) => unit.layer), ...borders, ...outline];
    return { units, group: L.layerGroup(layers) };
  }

  function drawSpecial(objects, strong) {
    const styles = { dash: { className: "dash", color: "#55616d", weight: strong }, undefined: { color: "#7d8a97", weight: 0.8, dashArray: "3 3" } };
    const layers = [];
    for (const shape of objects.lines) {
      if (styles[shape.id]) layers.push(...drawLines([shape], styles[shape.id]));
    }
    return L.layerGroup(layers);
  }

  function addPatterns(map) {
    const defs = document.createElementNS(SVG, "defs");
    map.getPane("overlayPane").querySelector("svg").prepend(defs);
    const lines = { unsearched: ["#f7f9fa", "#c6cfd7", "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5"], uncollected: ["#eceff2", "#98a3ae", "M3,3 h0.01"] };
    for (const [key, [ground, ink, path]] of Object.entries(lines)) {
      const pattern = document.createElementNS(SVG, "pattern");
      for (const [name, value] of Object.entries({ id: "state-" + key, width: 6, height: 6, patternUnits: "userSpaceOnUse" })) {
        pattern.setAttribute(name, value);
      }
      const rect = document.createElementNS(SVG, "rect");
      for (const [name, value] of Object.entries({ width: 6, height: 6, fill: ground })) rect.setAttribute(name, value);
      const mark = document.createElementNS(SVG, "path");
      const width = key === "uncollected" ? 1.8 : 1;
      for (const [name, value] of Object.entries({ d: path, stroke: ink, "stroke-width": width, "stroke-linecap": "round" })) {
        mark.setAttribute(name, value);
      }
      pattern.append(rect, mark);
      defs.append(pattern);
    }
  }

  // ---- paint ---------------------------------------------------------------------------------
  function look(paint, adcode) {
    const entry = paint.units[adcode];
    if (entry) return { fill: paint.colors[entry[0]], entry };
    const state = Object.keys(paint.empty).find((name) => paint.empty[name].includes(adcode)) || "unsearched";
    return { fill: state === "zero" ? paint.zero : "url(#state-" + state + ")", state };
  }

  function apply() {
    const paint = view.painted;
    const level = view.levels[paint.level];
    if (!level || !level.main) return;
    if (view.shown !== level) {
      if (view.shown) { view.shown.main.group.remove(); view.shown.inset.group.remove(); }
      level.main.group.addTo(view.map);
      level.inset.group.addTo(view.inset);
      level.inset.group.eachLayer((layer) => layer.bringToBack && layer.bringToBack());
      view.shown = level;
      for (const [adcode, unit] of level.main.units) unit.layer.getElement().dataset.adcode = adcode;
      view.special.eachLayer((layer) => layer.bringToFront());
    }
    for (const drawn of [level.main, level.inset]) {
      for (const [adcode, unit] of drawn.units) {
        const { fill, state } = look(paint, adcode);
        unit.layer.setStyle({ fillColor: fill, color: state ? EMPTY_EDGE : "#fff" });
      }
    }
    markSelected(level, paint.selected);
    document.body.dataset.painted = paint.level;
  }

  // Rings around every islet would blot out a coast.
  function mainParts(polygons) {
    const width = (polygon) => { const box = L.latLngBounds(polygon[0]); return box.getEast() - box.getWest(); };
    const widest = Math.max(...polygons.map(width));
    return polygons.filter((polygon) => width(polygon) > widest / 12);
  }

  function markSelected(level, adcode) {
    if (view.mark) view.mark.remove();
    view.mark = null;
    const unit = level.main.units.get(adcode);
    if (!unit) return;
    view.mark = L.polygon(mainParts(unit.layer.getLatLngs()), { interactive: false, fill: false, color: "#14202b", weight: 1.5, smoothFactor: 0.4 });
    view.mark.addTo(view.map);
  }

  function show(level) {
    const known = view.levels[level] || (view.levels[level] = {});
    if (known.main) return apply();
    if (known.loading) return undefined;
    known.loading = Promise.all([load(view.config.levels[level]), view.lines]).then(function ([objects]) {
      known.main = drawLevel(level, objects, false);
      known.inset = drawLevel(level, objects, true);
      if (view.painted.level === level) apply();
    }).catch(function () {
      known.loading = null;
      tell(view.painted.texts.failed);
    });
    return undefined;
  }

  function tell(text) {
    const box = document.createElement("div");
    box.className = "atlas-message";
    box.textContent = text;
    view.map.getContainer().append(box);
  }

  // ---- legend --------------------------------------------------------------------------------
  function swatch(fill, edge) {
    const svg = document.createElementNS(SVG, "svg");
    const rect = document.createElementNS(SVG, "rect");
    svg.setAttribute("width", 20);
    svg.setAttribute("height", 12);
    for (const [name, value] of Object.entries({ x: 0.5, y: 0.5, width: 19, height: 11, fill, stroke: edge })) rect.setAttribute(name, value);
    svg.append(rect);
    return svg;
  }

  function legendRow(fill, label, count, edge) {
    const row = document.createElement("li");
    const words = document.createElement("span");
    const number = document.createElement("span");
    words.textContent = label;
    number.className = "count";
    number.textContent = count;
    row.append(swatch(fill, edge), words, number);
    return row;
  }

  function drawLegend(paint) {
    const title = document.createElement("h2");
    title.textContent = paint.legend.title;
    const classes = document.createElement("ul");
    classes.className = "classes";
    paint.legend.classes.forEach(([label, count], i) => classes.append(legendRow(paint.colors[i], label, count, "none")));
    const states = document.createElement("ul");
    states.className = "states";
    for (const state of STATES) {
      if (!paint.legend.states[state]) continue;
      const [label, count] = paint.legend.states[state];
      const row = legendRow(state === "zero" ? paint.zero : "url(#state-" + state + ")", label, count, "#c9d1d9");
      if (!states.children.length) row.className = "first-state";
      states.append(row);
    }
    view.legend.replaceChildren(title, classes, states);
  }

  // ---- reading and choosing ------------------------------------------------------------------
  function complete(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  }

  function showTip(event) {
    const path = event.target.closest && event.target.closest("path.unit");
    const adcode = path && path.dataset.adcode;
    const unit = adcode && view.shown && view.shown.main.units.get(adcode);
    view.tip.hidden = !unit;
    if (!unit) return;
    const paint = view.painted;
    const { entry, state } = look(paint, adcode);
    const [title, value, rank] = view.tip.children;
    title.textContent = (paint.names && paint.names[adcode]) || unit.name;
    value.textContent = state ? paint.texts[state] : complete(paint.texts.value, { n: entry[1], r: entry[2] });
    rank.textContent = state ? "" : complete(paint.texts.rank, { k: entry[3], m: paint.ranked });
    const box = view.map.getContainer().getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const flipX = x + view.tip.offsetWidth + 20 > box.width;
    const flipY = y + view.tip.offsetHeight + 20 > box.height;
    view.tip.style.left = (flipX ? Math.max(0, x - view.tip.offsetWidth - 14) : x + 14) + "px";
    view.tip.style.top = (flipY ? y - view.tip.offsetHeight - 10 : y + 12) + "px";
  }

  // Only the code goes back, at once: st_folium's own way waits 250 ms and sends the outline too.
  function choose(event) {
    const path = event.target.closest && event.target.closest("path.unit");
    if (!path || !path.dataset.adcode || view.map.dragging.moved()) return;
    view.sent += 1;
    const value = { last_active_drawing: { adcode: path.dataset.adcode, n: Date.now() + view.sent } };
    Object.assign(window.__GLOBAL_DATA__, { previous_data: value, ...value });
    window.Streamlit.setComponentValue(value);
  }

  function addButtons() {
    const control = L.control({ position: "topleft" });
    const actions = [["+", () => view.map.zoomIn(1)], ["−", () => view.map.zoomOut(1)], ["⟲", fitMain]];
    control.onAdd = function () {
      const box = L.DomUtil.create("div", "atlas-buttons");
      view.buttons = actions.map(function ([sign, act]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.addEventListener("click", act);
        box.append(button);
        return button;
      });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(view.map);
  }

  function addBox(name, parent) {
    const box = document.createElement("div");
    box.className = name;
    parent.append(box);
    return box;
  }

  function addInset() {
    view.insetBox = addBox("atlas-inset", document.body);
    const ground = addBox("ground", view.insetBox);
    view.insetBox.append(document.createElement("span"));
    view.inset = L.map(ground, { crs: L.CRS.Albers, center: SOUTH_SEA[0], zoom: 1, zoomSnap: 0, zoomControl: false, attributionControl: false,
      dragging: false, keyboard: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false, boxZoom: false });
    watchSize(view.inset, () => fit(view.inset, SOUTH_SEA, 0));
  }

  function mount(map, config) {
    Object.assign(view, { map, config, levels: {}, shown: null, mark: null });
    view.legend = addBox("atlas-legend", document.body);
    view.tip = addBox("atlas-tip", map.getContainer());
    view.tip.hidden = true;
    view.tip.append(document.createElement("strong"), document.createElement("span"), document.createElement("span"));
    view.tip.lastChild.className = "rank";
    addInset();
    addButtons();
    fitMain();
    watchSize(map, fitMain);
    view.lines = load(config.lines).then(function (objects) {
      view.special = drawSpecial(objects, 1.6).addTo(map);
      drawSpecial(objects, 1.2).addTo(view.inset);
      addPatterns(map);
    });
    const container = map.getContainer();
    // Leaflet focuses the map on a press; the page must not scroll away from under the pointer.
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
    container.addEventListener("mousemove", showTip);
    container.addEventListener("mouseleave", () => { view.tip.hidden = true; });
    container.addEventListener("click", choose);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") view.tip.hidden = true; });
    map.on("moveend", toggleInset);
    map.on("movestart", () => { view.tip.hidden = true; });
    toggleInset();
  }

  function paint(data) {
    window.feature_group = []; // st_folium keeps every former group in it
    view.painted = data;
    drawLegend(data);
    view.buttons.forEach(function (button, i) {
      button.title = data.texts.buttons[i];
      button.setAttribute("aria-label", data.texts.buttons[i]);
    });
    view.insetBox.lastChild.textContent = data.texts.inset;
    view.map.getContainer().setAttribute("role", "group");
    view.map.getContainer().setAttribute("aria-label", data.texts.summary);
    show(data.level);
  }

  window.atlas = { mount, paint, view };
})();
