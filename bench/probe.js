// Runs in the page before anything else. Notes when a message leaves, and when the shapes of a map
// with `LEAST` of them or more have new colours on screen, and when streamlit-folium's own map is seen first; counts
// what a reader would see flicker.
(() => {
  "use strict";
  if (window !== window.top) return;
  const LEAST = 300; // there are 375 cities
  const DRAWN = ".leaflet-pane path:not([fill='none'])";
  const probe = (window.probe = { sent: [], drawn: [], own: 0, frames: 0, bare: 0, mounts: 0 });
  const clock = () => performance.timeOrigin + performance.now();
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    probe.sent.push(clock());
    return send.call(this, data);
  };

  const isShape = (node) => node.nodeName === "path" || (node.querySelector && node.querySelector("path"));
  const colours = (change) => change.type === "attributes" || [...change.addedNodes].some(isShape);
  const watched = new WeakSet();

  // A frame's first document is another than the one that it shows.
  function watch(frame) {
    const { contentDocument: page, contentWindow: view } = frame;
    if (!page || watched.has(page)) return;
    watched.add(page);
    probe.mounts += 1;
    let waiting = false;
    const look = (changes) => {
      if (waiting || !changes.some(colours) || page.querySelectorAll(DRAWN).length < LEAST) return;
      waiting = true;
      view.requestAnimationFrame(() => view.requestAnimationFrame(() => {
        waiting = false;
        probe.drawn.push(clock());
      }));
    };
    new MutationObserver(look).observe(page, { subtree: true, childList: true, attributes: true, attributeFilter: ["fill"] });
  }

  function isSeen(frame) {
    if (!frame || !frame.contentDocument || frame.contentDocument.querySelectorAll(DRAWN).length < LEAST) return false;
    for (let node = frame; node; node = node.parentElement) if (getComputedStyle(node).opacity < 0.99) return false;
    return true;
  }

  // Nothing drawn in advance lies over it.
  function isOwn() {
    return !document.getElementById("atlas-prelude") && isSeen(document.querySelector('iframe[title="streamlit_folium.st_folium"]'));
  }

  // Every animation frame: the map is there, whole and not faded.
  function tick() {
    const frames = [...document.querySelectorAll("iframe")];
    frames.forEach(watch);
    if (!probe.own && isOwn()) probe.own = clock();
    if (probe.drawn.length) {
      probe.frames += 1;
      probe.bare += isSeen(frames[0]) ? 0 : 1;
    }
    requestAnimationFrame(tick);
  }
  requestAnimationFrame(tick);
})();
