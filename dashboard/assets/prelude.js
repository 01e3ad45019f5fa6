// Takes the prelude away when the page's own map stands where it stood, and hands on what was chosen meanwhile.
(function () {
  "use strict";
  const OWN = 'iframe[title="streamlit_folium.st_folium"]';
  const SETTLED = [".st-key-stage_controls .measure", '[data-testid="stSidebar"] .brand']; // what moves the map when it comes
  const STEP = 50; // milliseconds
  const LATE = 1500; // after the own map is painted, settled or not
  const LONGEST = 20000;
  const prelude = document.getElementById("atlas-prelude");
  const began = performance.now();
  let painted = 0;

  const own = () => document.querySelector(OWN);

  // Or says why it cannot be.
  function isPainted(frame) {
    const page = frame && frame.contentDocument;
    return Boolean(page && page.querySelector("body[data-painted], .atlas-message"));
  }

  function end() {
    clearInterval(timer);
    const { chosen } = prelude.querySelector("iframe").contentWindow;
    prelude.remove();
    for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, end, true);
    if (chosen && isPainted(own())) own().contentWindow.atlas.send(chosen);
  }

  function look() {
    const now = performance.now();
    if (!painted && isPainted(own())) painted = now;
    const stands = painted && (SETTLED.every((part) => document.querySelector(part)) || now - painted > LATE);
    if (stands) {
      clearInterval(timer);
      requestAnimationFrame(() => requestAnimationFrame(end)); // what is painted is on the screen then
    } else if (now - began > LONGEST || document.querySelector(".fault")) end();
  }

  const timer = setInterval(look, STEP);
  // Whoever uses the page itself already has it. The map drawn in advance is a document of its own.
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, end, true);
})();
