// Initiatives as cards that open onto their sentences. Everything is set as text.
export default async function (component, { unpack, dress, element }, style) {
  const root = component.parentElement.querySelector(".cards");
  const dressed = dress(component.parentElement, style);
  const data = await unpack(component, dressed);
  if (!data) return;

  // What the documents say is in their own language, whatever the page's is.
  const native = (made) => Object.assign(made, { lang: "zh-CN" });
  const tell = (text) => (Array.isArray(text) ? [text[0], native(element("span", "", text[1])), text[2]] : [text]);
  root.lang = data.language;

  function drawQuote({ text: [before, sentence, after], title, url, credit, notes }) {
    const cite = element("cite", "", ...tell(title));
    if (url) {
      const link = element("a", "", ...tell(title));
      Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
      cite.replaceChildren(link);
    }
    return element("figure", "quote",
      native(element("blockquote", "", before, element("mark", "", sentence), after)),
      element("figcaption", "", cite, element("span", "", ...tell(credit)),
        element("small", "", ...notes.map((note) => element("span", "note", ...tell(note))))));
  }

  function drawCard(card, i) {
    const summary = element("summary", "",
      element("span", card.dated ? "year" : "year none", card.year),
      element("span", "what", native(element("strong", "", card.name)),
        element("span", "facts", ...card.facts.map((fact) => element("span", "", ...tell(fact))))),
      element("span", "reports", card.reports));
    const made = element("details", "card", summary, ...card.quotes.map(drawQuote));
    if (card.more) made.append(element("p", "more", card.more));
    made.open = data.open && i === 0;
    return made;
  }

  root.replaceChildren(...data.cards.map(drawCard));
  // What was opened further up is brought into sight, once.
  if (data.goto && data.goto !== root.dataset.goto) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // A long list begins below its heading; a short one has what was pressed above it.
    const block = root.offsetHeight < innerHeight / 2 ? "center" : "start";
    root.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  }
  root.dataset.goto = data.goto || "";
}
