// The ranking beside the map: the same regions and values, reachable by keyboard.
// A row selects its region; the arrow behind it zooms in, as a click on the map does.
export default async function (component, { unpack, dress, element, pick: shade }, style) {
  const { parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".ranking");
  dress(parentElement, style);
  const data = await unpack(component);
  if (!data) return;

  const colors = shade(data.colors);

  function button(name, action, code, ...content) {
    const made = element("button", name, ...content);
    made.type = "button";
    made.dataset[action] = code;
    made.addEventListener("click", () => setTriggerValue("chosen", { code, action }));
    return made;
  }

  function pick(name, code, ...content) {
    const made = button(name, "region", code, ...content);
    made.setAttribute("aria-pressed", String(code === data.selected));
    return made;
  }

  function line([code, name, value, width, rank, interval, level, inside, beside]) {
    const bar = element("span", "bar");
    bar.style.width = width + "%";
    bar.style.setProperty("--bar", colors[level] || "#7d8a97");
    const row = pick("pick", code, element("span", "rank", rank), element("span", "name", name),
      element("span", "track", bar), element("span", "value", value));
    if (beside !== undefined) row.append(element("span", "value", beside));
    row.append(element("span", "interval", interval));
    const made = element("li", "", row);
    if (inside) {
      const into = button("into", "into", code, "›");
      into.title = `${data.into} ${name}`;
      into.setAttribute("aria-label", into.title);
      made.append(into);
    }
    return made;
  }

  function untold([reason, units]) {
    const made = element("details", "untold", element("summary", "", reason),
      element("div", "", ...units.map(([code, name]) => pick("small", code, name))));
    made.open = units.some(([code]) => code === data.selected);
    return made;
  }

  function restoreFocus(key) {
    if (!key) return;
    const all = [...root.querySelectorAll("button")];
    const again = all.find((each) => Object.entries(each.dataset).join() === key);
    if (again) again.focus({ preventScroll: true });
  }

  document.documentElement.lang = data.language;
  const active = root.getRootNode().activeElement;
  const focused = active && active.dataset ? Object.entries(active.dataset).join() : "";
  const old = root.querySelector(".rows");
  const scrolled = old ? old.scrollTop : 0;
  const rows = element("div", "rows", element("ol", "", ...data.rows.map(line)));
  if (data.more) rows.append(element("p", "more", data.more));
  rows.append(...data.untold.map(untold));
  const head = element("h3", "", data.title);
  if (data.sides.length) head.append(element("span", "sides", data.sides.join(" / ")));
  root.classList.toggle("two", data.sides.length > 0);
  root.replaceChildren(head, rows);
  if (data.note) head.append(element("small", "", data.note));
  if (data.apart.length) {
    root.append(element("div", "apart", ...data.apart.map(([code, name, count]) =>
      pick("pick", code, element("span", "name", name), element("span", "value", count.toLocaleString())))));
  }
  rows.scrollTop = scrolled;
  restoreFocus(focused);
}
