// The map of the page: mounted once, then only painted. All words come with a paint and are set as text.
(function () {
  "use strict";
  const atlas = window.atlas;
  const NARROW = 560; // as in map.css
  const CELL = { height: 222, heading: 24, shape: 1.02 }; // of one of many maps: least height in pixels, and width over height
  const PAIR = { heading: 34, height: 0.76 }; // of one of two maps: pixels, and share of its width
  const view = { panels: [], maps: [], cells: [], data: null, names: {}, scope: null, selected: "", sent: 0, painted: 0 };

  // Only the code or the year goes back, at once: st_folium's own way waits 250 ms and sends the outline too.
  function send(answer) {
    view.sent += 1;
    const value = { last_active_drawing: { ...answer, n: Date.now() + view.sent } };
    Object.assign(window.__GLOBAL_DATA__, { previous_data: value, ...value });
    window.Streamlit.setComponentValue(value);
  }

  // ---- buttons -------------------------------------------------------------------------------
  const MOVES = [
    ["closer", "M8 3v10M3 8h10", (map) => map.zoomIn(1)], ["up", "M3 10l5-5 5 5", (map) => move(map, 0, -1)], ["farther", "M3 8h10", (map) => map.zoomOut(1)],
    ["left", "M10 3L5 8l5 5", (map) => move(map, -1, 0)], ["whole", "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3", () => view.maps.forEach((panel) => panel.fit(true))], ["right", "M6 3l5 5-5 5", (map) => move(map, 1, 0)],
    ["down", "M3 6l5 5 5-5", (map) => move(map, 0, 1)],
  ];

  function move(map, right, down) {
    const size = map.getSize();
    map.panBy([(right * size.x) / 4, (down * size.y) / 4], { animate: !atlas.still.matches });
  }

  function addButtons(map) {
    const box = atlas.addBox("atlas-buttons", map.getContainer());
    L.DomEvent.disableClickPropagation(box);
    view.buttons = MOVES.map(function ([name, icon, act]) {
      const button = atlas.addBox(name, box, "button");
      button.type = "button";
      button.append(atlas.createSvg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, atlas.createSvg("path", { d: icon })));
      button.addEventListener("click", () => act(map));
      return button;
    });
  }

  // ---- layout --------------------------------------------------------------------------------
  // The frame grows by what stands below the map; only the page knows its height without that.
  function fitFrame(resized) {
    const below = view.below.offsetHeight;
    // Asking the page for the frame's own height lays the whole page out.
    const fitted = [below, view.panels.length, window.innerWidth].join();
    if (!resized && view.fitted === fitted) return;
    view.fitted = fitted;
    document.body.style.setProperty("--below", below + "px");
    let frame = null;
    try { frame = window.frameElement; } catch (error) { return; } // a page of another host
    if (!frame) return;
    frame.style.removeProperty("height");
    const base = frame.offsetHeight;
    const narrow = window.innerWidth < NARROW;
    const count = view.panels.length;
    const play = view.player.box.hidden ? 0 : view.player.box.offsetHeight;
    let wanted = base + play;
    if (count === 2) wanted = below + (narrow ? 2 : 1) * (PAIR.heading + (PAIR.height * window.innerWidth) / (narrow ? 1 : 2));
    if (count === 2 && !narrow) wanted = Math.min(wanted, base);
    if (count > 2) wanted = layCells(count, base - below, narrow) + below;
    if (wanted !== base) frame.style.setProperty("height", wanted + "px", "important");
  }

  // As many columns as make the maps largest; the height that they then need.
  function layCells(count, height, narrow) {
    const width = view.many.clientWidth;
    const size = (columns) => Math.min(width / columns / CELL.shape, height / Math.ceil(count / columns) - CELL.heading);
    const choices = narrow ? [2] : [2, 3, 4, 5, 6];
    const columns = choices.reduce((best, each) => (size(each) > size(best) ? each : best));
    view.many.style.setProperty("--columns", columns);
    const least = Math.min(CELL.height, width / columns / CELL.shape + CELL.heading);
    return Math.max(height, Math.ceil(count / columns) * least);
  }

  function secondMap() {
    const ground = atlas.addBox("atlas-second", document.body);
    const map = L.map(ground, { ...view.map.options, layers: [], center: view.map.getCenter(), zoom: view.map.getZoom() });
    prepare(map);
    const panel = new atlas.MapPanel(map, view.lines, 1);
    view.maps.push(panel);
    atlas.joinMaps(view.maps[0], panel, () => view.panels.length === 2);
    follow(panel);
  }

  function follow(panel) {
    panel.layer.on("placed", () => label(panel));
    panel.map.on("movestart", () => { if (!view.reader.active) view.reader.leave(); });
  }

  // Leaflet focuses the map on a press; the page must not scroll away from under the pointer.
  function prepare(map) {
    const container = map.getContainer();
    container.tabIndex = 0;
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
  }

  function arrange(count) {
    const layout = count === 1 ? "one" : count === 2 ? "two" : "many";
    document.body.dataset.layout = layout;
    if (layout === "two" && view.maps.length < 2) secondMap();
    while (layout === "many" && view.cells.length < count) {
      const cell = new atlas.CellPanel(view.lines, view.many, view.cells.length);
      cell.element.tabIndex = view.cells.length ? -1 : 0;
      view.cells.push(cell);
    }
    view.cells.forEach((cell) => { cell.element.hidden = layout !== "many" || cell.index >= count; });
    view.panels = layout === "many" ? view.cells.slice(0, count) : view.maps.slice(0, count);
  }

  // ---- paint ---------------------------------------------------------------------------------
  function label(panel) {
    if (!view.data || !view.panels.includes(panel)) return;
    const narrow = window.innerWidth < NARROW || view.panels.length > 1;
    atlas.placeLabels(panel, view.data, view.names, narrow ? 3 : 5);
  }

  function colour() {
    // What asks for sizes comes before what changes thousands of shapes.
    for (const panel of view.maps.filter((each) => view.panels.includes(each))) {
      label(panel);
      showYear(panel);
    }
    view.reader.refresh();
    view.legend.count(view.data);
    for (const panel of view.panels) panel.paint(view.data);
  }

  function showYear(panel) {
    const { frame, paint } = view.data;
    const shown = frame !== null && panel.index === 0;
    panel.year.hidden = !shown;
    if (!shown) return;
    panel.year.firstChild.textContent = paint.frames.years[frame];
    panel.year.lastChild.textContent = paint.frames.label;
  }

  function showStep(at) {
    view.data.frame = at;
    colour();
    document.body.dataset.year = view.data.paint.frames.years[at];
  }

  function dress(data) {
    const { paint } = data;
    const { texts } = paint;
    document.documentElement.lang = paint.language;
    MOVES.forEach(function ([name], i) {
      view.buttons[i].title = texts.buttons[name];
      view.buttons[i].setAttribute("aria-label", texts.buttons[name]);
    });
    for (const panel of view.panels) {
      const title = data.panels[panel.index].title;
      panel.title.textContent = title;
      panel.element.setAttribute("role", "application");
      panel.element.setAttribute("aria-label", [title, texts.summary, texts.keys].filter(Boolean).join(" "));
      if (panel.insetName) panel.insetName.textContent = texts.inset;
    }
    view.legend.draw(data);
    view.saver.label(texts.save);
  }

  function draw(data, scope, names) {
    const { paint } = data;
    const moved = view.scope && view.scope.within !== scope.within;
    Object.assign(view, { data, scope, names, selected: paint.selected });
    if (moved) view.reader.leave();
    arrange(paint.panels.length);
    data.frame = view.player.take(paint);
    // The style sheet makes room by these, and the view is fitted into what they leave.
    Object.assign(document.body.dataset, { painted: paint.level, within: paint.within });
    dress(data);
    fitFrame();
    for (const panel of view.panels) panel.show(scope);
    colour();
    for (const panel of view.panels) panel.sheet.mark("chosen", paint.selected);
    view.painted += 1;
    document.body.dataset.count = view.painted;
    if (data.frame === null) delete document.body.dataset.year;
    else document.body.dataset.year = paint.frames.years[data.frame];
  }

  function tell(text) {
    const box = atlas.addBox("atlas-message", view.map.getContainer());
    box.textContent = text;
  }

  // The newest paint wins, however long an older one's outlines take.
  async function paint(given) {
    window.feature_group = []; // st_folium keeps every former group in it
    view.wanted = given;
    atlas.geometry.begin(given.level, given.within, given.language);
    try {
      const data = await atlas.readPaint(given);
      const [scope, { names, words }] = await Promise.all([
        atlas.geometry.loadScope(given.level, given.within, data.codes), atlas.geometry.loadLanguage(given.language), prepareFirst(),
      ]);
      if (view.wanted !== given) return;
      document.querySelectorAll(".atlas-message").forEach((box) => box.remove());
      Object.assign(data.paint, { texts: { ...words, ...given.texts } });
      draw(data, scope, names);
    } catch (error) {
      if (view.wanted === given) tell(given.texts.failed);
      if (!(error instanceof atlas.LoadError)) throw error;
    }
  }

  async function prepareFirst() {
    const { lines } = await atlas.geometry.loadLines();
    if (view.maps.length) return;
    view.lines = lines;
    view.maps.push(new atlas.MapPanel(view.map, lines, 0));
    follow(view.maps[0]);
  }

  function mount(map) {
    view.map = map;
    document.body.dataset.layout = "one";
    prepare(map);
    addButtons(map);
    view.saver = new atlas.Saver(document.body, view);
    view.many = atlas.addBox("atlas-many", document.body);
    view.below = atlas.addBox("atlas-below", document.body);
    view.legend = new atlas.Legend(view.below);
    view.player = new atlas.Player(view.below, showStep);
    view.reader = new atlas.Reader(view);
    new ResizeObserver(() => document.body.style.setProperty("--below", view.below.offsetHeight + "px")).observe(view.below);
    try { window.parent.addEventListener("resize", fitFrame); } catch (error) { window.addEventListener("resize", fitFrame); }
    atlas.dark.addEventListener("change", () => { if (view.data) { view.legend.draw(view.data); colour(); } });
    prepareFirst().catch(() => undefined); // a paint asks again, and tells
  }

  Object.assign(atlas, { mount, paint, send, view });
})();
