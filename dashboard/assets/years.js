// Initiatives by year (bars) and by theme and year (shades), as a table that can also be read out.
export default async function (component, { unpack, dress, element, pick }, style) {
  const root = component.parentElement.querySelector(".years");
  dress(component.parentElement, style);
  const data = await unpack(component);
  if (!data) return;
  const colors = pick(data.colors);
  const columns = Array.from({ length: data.columns }, (_, i) => String(data.first + i));
  if (data.undated) columns.push(data.undated);
  const most = Math.max(1, ...data.rows.flatMap((row) => row.slice(1).map((pair) => pair[1])));
  const tallest = Math.max(1, ...data.sums.slice(1).map((pair) => pair[1]));

  // The square root, so that a theme's single initiatives show beside a hundred of another.
  function shade(count) {
    const last = colors.length - 1;
    return colors[Math.min(last, Math.round(last * Math.sqrt((count - 1) / Math.max(1, most - 1))))];
  }

  function line([label, ...pairs], fill) {
    const found = new Map(pairs);
    const head = element("th", "label", label);
    head.scope = "row";
    const row = element("tr", "", head);
    columns.forEach((column, i) => {
      const count = found.get(i);
      const cell = element("td", i === data.columns ? "apart" : "");
      if (count) {
        fill(cell, count, i === data.columns);
        cell.title = `${label} · ${column} · ${count.toLocaleString()}`;
      }
      row.append(cell);
    });
    return row;
  }

  function bar(cell, count, apart) {
    const column = element("i", "bar");
    column.style.height = Math.max(2, (74 * count) / tallest) + "px";
    column.style.background = apart ? data.neutral : colors[3];
    cell.append(element("b", "", count.toLocaleString()), column);
  }

  function patch(cell, count, apart) {
    const square = element("i", "patch", element("span", "spoken", count));
    square.style.background = shade(count);
    if (apart) square.classList.add("neutral");
    cell.append(square);
  }

  const heads = columns.map((column, i) => {
    const head = element("th", i === data.columns ? "apart" : "", element("span", "", column));
    head.scope = "col";
    return head;
  });
  const bottom = element("tr", "axis", element("th", "label", element("span", "spoken", data.head)), ...heads);
  const sums = line(data.sums, bar);
  sums.className = "sums";
  const table = element("table", "", element("caption", "spoken", data.caption),
    element("thead", "", bottom), element("tbody", "", sums, ...data.rows.map((row) => line(row, patch))));
  // Labels in Latin letters are longer.
  if (data.rows.some(([label]) => label.length > 22)) table.className = "long";
  root.replaceChildren(table);
}
