// Around a chart: what its colours mean, and the buttons that save it.
export function listKeys(data, look) {
  if (data.kind === "bars" && data.series.length > 1) return data.series.map((each) => [each.label, each.hues[look.dark]]);
  return [];
}

export function drawTools({ element }, data, save) {
  return element("div", "tools", ...["png", "svg", "csv"].map((kind) => {
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
