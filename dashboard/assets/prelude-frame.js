// The map of the prelude: as streamlit-folium would start it. What is chosen on it is kept for the page's own map.
function draw(options, paint) {
  "use strict";
  window.Streamlit = { setComponentValue: (value) => { window.chosen = value.last_active_drawing; } };
  window.__GLOBAL_DATA__ = {};
  window.atlas.mount(L.map("map_div", { ...options, crs: L.CRS[options.crs] }));
  window.atlas.paint(paint);
}
