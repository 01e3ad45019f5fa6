// What the components of the page share: data that came deflated, style sheets, elements of text.

// The data of the latest message only: an older one that is ready later is dropped, be it that it
// unpacks slowly or that it waited for the style sheet, which the first one asks for.
const latest = new WeakMap();

export async function unpack(component, dressed) {
  const { data, parentElement } = component;
  latest.set(parentElement, data);
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const value = await new Response(stream).json();
  await dressed;
  return latest.get(parentElement) === data ? value : null;
}

export function dress(parent, style) {
  if (parent.querySelector("link")) return undefined;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(style, document.baseURI);
  const loaded = new Promise((done) => { link.onload = link.onerror = done; });
  parent.append(link);
  return loaded;
}

export function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content.map((part) => (part instanceof Node ? part : String(part))));
  return made;
}

// Of two palettes, the one for the ground that the page has.
export function pick([light, dark]) {
  return matchMedia("(prefers-color-scheme: dark)").matches ? dark : light;
}
