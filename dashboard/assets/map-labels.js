// Names and values of the leading regions, written where they do not meet anything.
(function () {
  "use strict";
  const atlas = window.atlas;
  const HEIGHT = 16;
  const SHIFTS = [[0, 0], [0, -14], [0, 14], [26, 0], [-26, 0]];
  const ruler = document.createElement("canvas").getContext("2d");

  function meets(box, others) {
    return others.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
  }

  // What lies on the map already, and its edge.
  function obstacles(panel) {
    const frame = panel.element.getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".atlas-legend, .atlas-buttons, .atlas-inset, .atlas-title")]
      .map((box) => box.getBoundingClientRect()).filter((box) => box.width);
    return { frame, boxes };
  }

  function write(label, x, y) {
    const text = atlas.createSvg("text", { x, y: y + 4, "text-anchor": "middle" });
    const name = atlas.createSvg("tspan");
    const value = atlas.createSvg("tspan", { class: "value", dx: 4 });
    name.textContent = label.name;
    value.textContent = label.value;
    text.append(name, value);
    return text;
  }

  function place(panel, data, names, count) {
    const { overlay } = panel.layer;
    const scope = panel.sheet.scope;
    if (!scope || !data) return overlay.replaceChildren();
    ruler.font = "600 12px sans-serif";
    const { frame, boxes } = obstacles(panel);
    const origin = panel.map.getPixelOrigin();
    const written = [];
    for (const i of data.leaders(panel.index, count)) {
      const code = data.codes[i];
      const unit = scope.units.get(code);
      if (!unit) continue;
      const label = { name: names[code] || unit.name, value: data.write(data.look(panel.index, i).value, panel.index) };
      const width = ruler.measureText(label.name + label.value).width + 10;
      const at = L.point(unit.middle[0] * panel.sheet.scale - origin.x, unit.middle[1] * panel.sheet.scale - origin.y);
      const seen = panel.map.layerPointToContainerPoint(at);
      for (const [right, down] of SHIFTS) {
        const left = frame.left + seen.x + right - width / 2;
        const top = frame.top + seen.y + down - HEIGHT / 2;
        const box = { left, top, right: left + width, bottom: top + HEIGHT };
        if (left < frame.left || box.right > frame.right || top < frame.top || box.bottom > frame.bottom || meets(box, boxes)) continue;
        boxes.push(box);
        written.push(write(label, at.x + right, at.y + down));
        break;
      }
    }
    return overlay.replaceChildren(...written);
  }

  atlas.placeLabels = place;
})();
