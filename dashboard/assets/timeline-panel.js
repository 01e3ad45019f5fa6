// What is told of a mark: beside the pointer, in a list, in the legend. All of it is set as text.
const MOST = 200; // rows of a list
const SVG_SPACE = "http://www.w3.org/2000/svg";

export function describe(kit, marks, i) {
  const { words, themes, statuses } = marks.data;
  const precision = words[`precision_${kit.data.PRECISIONS[marks.precision[i]]}`];
  const date = kit.data.writeDate(marks, i);
  return {
    name: kit.data.nameOf(marks, i),
    place: kit.data.placeNameOf(marks, i),
    date: date ? `${date} · ${precision}` : precision,
    theme: themes[marks.theme[i]],
    status: statuses[marks.status[i]],
  };
}

export function whenOf(kit, { from, to, unit }) {
  const [first, last] = [kit.data.dateOf(from), kit.data.dateOf(to - 1)];
  const two = (number) => String(number).padStart(2, "0");
  if (unit === "year") return first.year === last.year ? String(first.year) : `${first.year}–${last.year}`;
  const month = `${first.year}-${two(first.month + 1)}`;
  return unit === "month" ? month : `${month}-${two(first.day)}`;
}

export class Tip {
  constructor(element, stage) {
    this.element = element;
    this.stage = stage;
    this.box = element("div", "tip");
    this.box.hidden = true;
    stage.append(this.box);
  }

  hide() {
    this.box.hidden = true;
  }

  show(target, lines) {
    const { element, box, stage } = this;
    box.replaceChildren(...lines.filter(Boolean).map((line, i) => element(i ? "span" : "b", "", line)));
    box.hidden = false;
    const [width, height] = [box.offsetWidth, box.offsetHeight];
    const middle = target.x + target.w / 2 - width / 2;
    box.style.left = `${Math.min(Math.max(middle, 4), stage.clientWidth - width - 4)}px`;
    const above = target.y - height - 8;
    box.style.top = `${above < 0 ? target.y + target.h + 8 : above}px`;
  }
}

// The initiatives behind a bin or a count.
export class Drawer {
  constructor(kit, element, stage, button, act) {
    this.element = element;
    this.kit = kit;
    this.stage = stage;
    this.act = act;
    this.head = element("h4", "");
    this.close = button("close", () => this.hide());
    this.zoom = button("zoom", () => act.zoom(this.target));
    this.list = element("ol", "");
    this.more = element("p", "");
    this.box = element("div", "drawer", element("header", "", this.head, this.zoom, this.close), this.list, this.more);
    this.box.hidden = true;
    this.box.setAttribute("role", "group");
    this.box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.hide();
    });
    for (const name of ["pointerdown", "pointermove", "click", "wheel"]) this.box.addEventListener(name, (event) => event.stopPropagation());
    stage.append(this.box);
  }

  hide() {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.act.left();
  }

  // `view`: what is in sight; zooming in must show less.
  show(marks, target, title, members, view) {
    const { element, kit } = this;
    const { words } = marks.data;
    this.target = target;
    this.head.textContent = title;
    this.close.textContent = words.close;
    this.zoom.textContent = words.zoom_here;
    this.zoom.hidden = target.kind !== "bin" || target.unit === "day" || 1.2 * (target.to - target.from) >= view.to - view.from;
    this.list.replaceChildren(...[...members.subarray(0, MOST)].map((i) => {
      const { name, place, date, status } = describe(kit, marks, i);
      const row = element("button", "", element("b", "", name), element("span", "", [place, date, status].join(" · ")));
      row.type = "button";
      row.addEventListener("click", () => this.act.choose(i));
      return element("li", "", row);
    }));
    const rest = members.length - MOST;
    this.more.textContent = rest > 0 ? kit.data.complete(words.list_more, { n: rest.toLocaleString() }) : "";
    this.more.hidden = rest <= 0;
    this.box.setAttribute("aria-label", title);
    this.box.hidden = false;
    this.box.style.top = `${Math.max(4, Math.min(target.y, this.stage.clientHeight - this.box.offsetHeight - 8))}px`;
    this.list.querySelector("button")?.focus({ preventScroll: true });
  }
}

function drawIcon(kit, kind, fill) {
  const icon = document.createElementNS(SVG_SPACE, "svg");
  const path = document.createElementNS(SVG_SPACE, "path");
  const shape = kit.paint.shapeOf(kind);
  icon.setAttribute("viewBox", "-7 -7 14 14");
  icon.setAttribute("aria-hidden", "true");
  path.setAttribute("d", shape.path(0, 0, 4.6));
  path.setAttribute("fill", shape.open ? "none" : fill);
  path.setAttribute("stroke", fill);
  path.setAttribute("stroke-width", shape.open ? 1.8 : 0.5);
  icon.append(path);
  return icon;
}

// Which kinds occur: numbers of statuses and themes, in their order.
export function listKinds(column) {
  return [...new Set(column)].sort((one, other) => one - other);
}

export function drawLegend(kit, element, marks, look, hue, pickHue) {
  const { words, themes, statuses, byTheme } = marks.data;
  function key(label, kind, mark) {
    const made = element("button", "key", mark, label);
    made.type = "button";
    made.title = words.hue_hint;
    made.dataset.hue = kind;
    made.setAttribute("aria-pressed", String(kind === hue));
    made.addEventListener("click", () => pickHue(kind));
    return made;
  }
  const shapes = listKinds(marks.status).map((kind) => {
    const icon = drawIcon(kit, kind, byTheme ? look.ink : look.hues[kind]);
    return byTheme ? element("span", "key", icon, statuses[kind]) : key(statuses[kind], kind, icon);
  });
  const rows = [element("div", "row", element("b", "", words.shapes), ...shapes)];
  if (byTheme) {
    const swatches = listKinds(marks.theme).map((kind) => {
      const swatch = element("i", "swatch");
      swatch.style.background = look.hues[kind];
      return key(themes[kind], kind, swatch);
    });
    rows.push(element("div", "row", element("b", "", words.hues), ...swatches));
  }
  return rows;
}
