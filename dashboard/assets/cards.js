// Initiatives as cards that open onto their sentences. Everything is set as text.
export default async function (component, { unpack, dress, element }, style) {
  const root = component.parentElement.querySelector(".cards");
  const dressed = dress(component.parentElement, style);
  const data = await unpack(component, dressed);
  if (!data) return;

  function drawQuote({ text: [before, sentence, after], title, url, credit, notes }) {
    const cite = element("cite", "", title);
    if (url) {
      const link = element("a", "", title);
      Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
      cite.replaceChildren(link);
    }
    return element("figure", "quote",
      element("blockquote", "", before, element("mark", "", sentence), after),
      element("figcaption", "", cite, element("span", "", credit),
        element("small", "", ...notes.map((note) => element("span", "", note)))));
  }

  function drawCard(card, i) {
    const summary = element("summary", "",
      element("span", card.dated ? "year" : "year none", card.year),
      element("span", "what", element("strong", "", card.name),
        element("span", "facts", ...card.facts.map((fact) => element("span", "", fact)))),
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
    root.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }
  root.dataset.goto = data.goto || "";
}
