// The search box for places: a combobox over a table of names that is fetched at the first focus.
// All that is shown is set as text.
const MOST = 12;
const LONGEST = 40; // characters of a query that count
const TIERS = { code: 0, exact: 1, prefix: 2, initials: 3, sound: 4, initialsPrefix: 5, former: 6, inside: 7 };
const tables = new Map();

// Full-width forms, tone marks, case, spaces and punctuation make no difference; ü is typed v.
export function fold(text) {
  const plain = text.slice(0, LONGEST).normalize("NFKC").toLowerCase().replace(/[üǖǘǚǜ]/g, "v");
  return plain.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
}

function levelOf(code) {
  return code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2;
}

function capitalise(pinyin) {
  return pinyin.charAt(0).toUpperCase() + pinyin.slice(1);
}

function soundsOf(name, short, pinyin, initials, endings) {
  const rest = name.startsWith(short) ? endings[name.slice(short.length)] : null;
  return rest
    ? { sounds: [pinyin, pinyin + rest[0]], initials: [initials, initials + rest[1]] }
    : { sounds: [pinyin], initials: [initials] };
}

// The table as it comes from names.json, ready for `find`.
export function buildIndex(table) {
  const units = new Map();
  for (const [code, name, short, pinyin, initials] of table.units) {
    units.set(code, { code, name, short, english: capitalise(pinyin), level: levelOf(code), names: [name, short], ...soundsOf(name, short, pinyin, initials, table.endings) });
  }
  for (const [name, code] of table.others) units.get(code).names.push(fold(name));
  for (const [name, code] of table.english) {
    units.get(code).english = name;
    units.get(code).sounds.push(fold(name));
  }
  for (const unit of units.values()) {
    const [city, province] = [unit.code.slice(0, 4) + "00", unit.code.slice(0, 2) + "0000"];
    const above = unit.level === 2 && units.has(city) ? city : province;
    unit.parent = unit.level ? units.get(above) : null;
  }
  for (const unit of units.values()) unit.trails = trailsOf(unit);
  const former = table.former.map(([name, short, pinyin, initials, year, codes, english = capitalise(pinyin)]) =>
    ({ name, short, year, codes, english, ...soundsOf(name, short, pinyin, initials, table.endings) }));
  return { units, former };
}

// A unit's name after those of the units above it, in every mixture of short and full: 杭州西湖区.
function trailsOf(unit) {
  if (!unit.parent) return [];
  const starts = [unit.parent.name, unit.parent.short];
  if (unit.parent.parent) {
    starts.push(...[unit.parent.parent.name, unit.parent.parent.short].flatMap((above) => [above, above + unit.parent.name, above + unit.parent.short]));
  }
  return starts.flatMap((start) => [start + unit.name, start + unit.short]);
}

function tierOf(unit, query) {
  const { names, sounds, initials } = unit;
  if (/^\d/.test(query)) {
    if (unit.code === query) return TIERS.code;
    return query.length > 1 && unit.code.startsWith(query) ? TIERS.prefix : null;
  }
  if (names.includes(query) || sounds.includes(query)) return TIERS.exact;
  if (names.some((name) => name.startsWith(query)) || unit.trails.includes(query)) return TIERS.prefix;
  if (initials.includes(query)) return TIERS.initials;
  if (sounds.some((sound) => sound.startsWith(query))) return TIERS.sound;
  if (query.length > 1 && initials.some((each) => each.startsWith(query))) return TIERS.initialsPrefix;
  const inside = names.some((name) => name.includes(query)) || (query.length > 3 && sounds.some((sound) => sound.includes(query)));
  return inside ? TIERS.inside : null;
}

// [tier, place within it]
function tierOfFormer({ name, short, sounds, initials }, query) {
  if (name === query || short === query || sounds.includes(query)) return [TIERS.former, 0];
  if (name.startsWith(query)) return [TIERS.former, 1];
  if (initials.includes(query)) return [TIERS.former, 2];
  if (query.length > 2 && sounds.some((sound) => sound.startsWith(query))) return [TIERS.former, 3];
  return name.includes(query) ? [TIERS.inside, 1] : null;
}

function compare(one, other) {
  return one.tier - other.tier || one.place - other.place || one.unit.level - other.unit.level
    || (one.tier === TIERS.initials ? 0 : one.unit.name.length - other.unit.name.length) || Number(one.unit.code) - Number(other.unit.code);
}

function laterFirst(one, other) {
  return one.former && other.former ? other.former.year - one.former.year : 0;
}

// The units that a query may mean, best first; `former` says by which old name one was found.
export function find(index, typed, most = MOST) {
  const query = fold(typed);
  if (!query) return [];
  const found = new Map();
  for (const unit of index.units.values()) {
    const tier = tierOf(unit, query);
    if (tier !== null) found.set(unit.code, { unit, tier, place: 0, former: null });
  }
  if (!/^\d/.test(query)) {
    for (const former of index.former) {
      const rank = tierOfFormer(former, query);
      if (!rank) continue;
      for (const code of former.codes) {
        const hit = { unit: index.units.get(code), tier: rank[0], place: rank[1], former };
        const known = found.get(code);
        if (hit.unit && (!known || (compare(hit, known) || laterFirst(hit, known)) < 0)) found.set(code, hit);
      }
    }
  }
  return [...found.values()].sort(compare).slice(0, most);
}

export function pathOf(unit) {
  return unit ? [...pathOf(unit.parent), unit] : [];
}

function load(url) {
  if (!tables.has(url)) {
    const loading = fetch(new URL(url, document.baseURI), { cache: "force-cache" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status + " " + url);
      return answer.json();
    }).then(buildIndex);
    loading.catch(() => tables.delete(url));
    tables.set(url, loading);
  }
  return tables.get(url);
}

function complete(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

class Box {
  constructor(root, element) {
    this.element = element;
    this.hits = [];
    this.active = -1;
    this.input = element("input");
    this.list = element("ul", "hits");
    this.status = element("p", "status");
    const attributes = { type: "text", role: "combobox", id: "place", autocomplete: "off", spellcheck: "false", enterkeyhint: "search", maxlength: LONGEST,
      "aria-autocomplete": "list", "aria-controls": "hits", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.list.id = "hits";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.status.setAttribute("role", "status");
    root.append(this.input, this.list, this.status);
    this.input.addEventListener("focus", () => this.read());
    this.input.addEventListener("input", () => this.read());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The box keeps the focus while a row is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("li[data-adcode]");
      if (row) this.choose(Number(row.dataset.place));
    });
  }

  update(data, send) {
    this.data = data;
    this.send = send;
    this.input.placeholder = data.words.hint;
    this.input.setAttribute("aria-label", data.words.label);
    this.list.setAttribute("aria-label", data.words.label);
  }

  async read() {
    const typed = this.input.value;
    const loading = load(this.data.table);
    if (!fold(typed)) return this.close();
    const slow = setTimeout(() => this.tell(this.data.words.loading), 150);
    try {
      const index = await loading;
      if (this.input.value !== typed) return undefined;
      this.hits = find(index, typed);
      this.draw();
    } catch {
      this.tell(this.data.words.failed);
    } finally {
      clearTimeout(slow);
    }
    return undefined;
  }

  // A line in place of the hits.
  tell(text) {
    this.hits = [];
    const row = this.element("li", "word", text);
    row.setAttribute("role", "presentation");
    this.open(row);
    this.status.textContent = text;
  }

  draw() {
    if (!this.hits.length) return this.tell(complete(this.data.words.none, { query: this.input.value.trim() }));
    this.open(...this.hits.map((hit, place) => this.row(hit, place)));
    this.status.textContent = complete(this.data.words.found, { n: this.hits.length });
    return this.light(0);
  }

  open(...rows) {
    const shown = this.input.getRootNode().activeElement === this.input;
    this.list.replaceChildren(...rows);
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown && this.hits.length > 0));
    this.light(-1);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
    this.light(-1);
  }

  label(unit) {
    return this.data.language === "en" ? unit.english : unit.name;
  }

  row({ unit, former }, place) {
    const { element } = this;
    const english = this.data.language === "en";
    const trail = element("span", "trail");
    pathOf(unit).forEach((step, i) => {
      if (i) trail.append(element("i", "", "›"));
      trail.append(element(step === unit ? "b" : "span", "", this.label(step)));
    });
    const row = element("li", "", trail, element("span", "side", english ? unit.name : unit.code));
    if (former) {
      const words = { old: english ? former.english + " " + former.name : former.name, now: this.label(unit), year: former.year };
      row.append(element("span", "former", complete(former.year ? this.data.words.former : this.data.words.undated, words)));
    }
    row.id = "hit" + place;
    row.dataset.adcode = unit.code;
    row.dataset.place = place;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    return row;
  }

  // Marks one hit as the one that Enter takes.
  light(place) {
    const rows = [...this.list.querySelectorAll("li[data-adcode]")];
    this.active = place;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === place)));
    if (place < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", rows[place].id);
    return rows[place].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const open = !this.list.hidden && this.hits.length > 0;
    if (event.key in steps) {
      event.preventDefault();
      if (open) this.light((this.active + steps[event.key] + this.hits.length) % this.hits.length);
      else this.read();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && (this.input.value || !this.list.hidden)) {
      event.preventDefault();
      event.stopPropagation();
      if (this.list.hidden) this.input.value = "";
      this.close();
    }
  }

  choose(place) {
    const { unit } = this.hits[place];
    this.input.value = "";
    this.hits = [];
    this.close();
    this.status.textContent = complete(this.data.words.chosen, { name: this.label(unit) });
    this.send(unit.code);
  }
}

const boxes = new WeakMap();

export default async function (component, { unpack, dress, element }, style) {
  const { parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".search");
  dress(parentElement, style);
  const data = await unpack(component);
  if (!data) return;
  if (!boxes.has(root)) boxes.set(root, new Box(root, element));
  boxes.get(root).update(data, (adcode) => setTriggerValue("chosen", { adcode }));
}
