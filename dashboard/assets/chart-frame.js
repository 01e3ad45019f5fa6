// Around a chart: title, what it shows, keys, notes, source, its data as a table, files of it.
const ROWS = 60; // of a table, before it is asked to show all

export function listKeys(data, look) {
  if (data.kind === "bars" && data.series.length > 1) return data.series.map((each) => [each.label, each.hues[look.dark]]);
  return [];
}

// Cells are numbers, texts, or texts that open initiatives.
export function drawTable({ element }, data, table, open) {
  const caption = element("caption", "spoken", data.title);
  const numbers = table.head.map((_, i) => table.rows.some((row) => typeof row[i] === "number"));
  const head = element("tr", "", ...table.head.map((label, i) => {
    const cell = element("th", numbers[i] ? "number" : "", label);
    cell.scope = "col";
    return cell;
  }));
  const draw = (row) => element("tr", "", ...row.map((value, i) => {
    const cell = element(i ? "td" : "th", numbers[i] ? "number" : "");
    if (!i) cell.scope = "row";
    if (value && typeof value === "object") {
      const button = element("button", "link", value.text);
      button.type = "button";
      button.title = data.words.open;
      button.addEventListener("click", () => open({ ids: value.ids }));
      cell.append(button);
    } else cell.append(value === null ? "–" : typeof value === "number" ? value.toLocaleString() : value);
    return cell;
  }));
  const body = element("tbody", "", ...table.rows.slice(0, ROWS).map(draw));
  const made = element("div", "scroll", element("table", "data", caption, element("thead", "", head), body));
  made.tabIndex = 0;
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", data.title);
  if (table.rows.length > ROWS) {
    const more = element("button", "more", data.words.all.replace("{n}", table.rows.length.toLocaleString()));
    more.type = "button";
    more.addEventListener("click", () => {
      body.append(...table.rows.slice(ROWS).map(draw));
      more.remove();
    });
    made.append(more);
  }
  return made;
}

export function drawTools({ element }, data, save) {
  const kinds = data.kind === "table" ? ["csv"] : ["png", "svg", "csv"];
  return element("div", "tools", ...kinds.map((kind) => {
    const button = element("button", "", kind.toUpperCase());
    button.type = "button";
    button.title = data.words[kind];
    button.setAttribute("aria-label", `${data.words[kind]}: ${data.title}`);
    button.addEventListener("click", () => save(kind));
    return button;
  }));
}

export function drawKeys({ element }, data, look) {
  const keys = listKeys(data, look).map(([label, fill]) => {
    const swatch = element("i", "swatch");
    swatch.style.background = fill;
    return element("li", "", swatch, label);
  });
  if (data.breaks.length) keys.push(element("li", "", element("i", "swatch hatched"), data.words.low));
  return keys.length ? element("ul", "keys", ...keys) : "";
}
