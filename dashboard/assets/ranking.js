// The ranking beside the map: the same regions and counts, reachable by keyboard.
export default async function (component, { unpack, dress }, style) {
  const { parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".ranking");
  dress(parentElement, style);
  const data = await unpack(component);
  if (!data) return;

  function part(name, text) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
  }

  function line([code, name, count, rank, level]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.region = code;
    button.setAttribute("aria-pressed", String(code === data.selected));
    button.addEventListener("click", () => setTriggerValue("chosen", code));
    if (rank) {
      const track = part("track", "");
      const bar = part("bar", "");
      bar.style.width = Math.max(2, (100 * count) / data.most) + "%";
      bar.style.setProperty("--bar", data.colors[level]);
      track.append(bar);
      button.append(part("rank", rank), part("name", name), track);
    } else {
      button.append(part("name", name));
    }
    button.append(part("count", count.toLocaleString()));
    return button;
  }

  document.documentElement.lang = data.language;
  const active = root.getRootNode().activeElement;
  const focused = active && active.dataset ? active.dataset.region : null;
  const title = document.createElement("h3");
  title.textContent = data.title;
  const apart = document.createElement("div");
  apart.className = "apart";
  apart.append(...data.apart.map(line));
  const more = document.createElement("p");
  more.textContent = data.more;
  const old = root.querySelector(".rows");
  const rows = document.createElement("div");
  rows.className = "rows";
  rows.append(...data.rows.map(line));
  if (data.more) rows.append(more);
  const scrolled = old ? old.scrollTop : 0;
  root.replaceChildren(title, rows);
  if (data.apart.length) root.append(apart);
  rows.scrollTop = scrolled;
  const again = focused && [...root.querySelectorAll("button")].find((each) => each.dataset.region === focused);
  if (again) again.focus({ preventScroll: true });
}
