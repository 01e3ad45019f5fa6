// What outlines a view needs: files are fetched and decoded once, however many maps draw them.
(function () {
  "use strict";
  const atlas = window.atlas;
  const files = new Map();
  const scopes = new Map();
  const SOUTHERN_ISLETS = 17.8; // degrees: what of Hainan is farther south stands in its own box
  const HAINAN = "460000";

  class LoadError extends Error {}

  async function fetchJson(url) {
    try {
      const answer = await fetch(url, { cache: "force-cache" });
      if (answer.ok) return await answer.json();
      throw new Error(answer.status);
    } catch (error) {
      throw new LoadError(url + ": " + error.message);
    }
  }

  function fetchOnce(url, read) {
    if (!files.has(url)) {
      const loading = fetchJson(url).then(read);
      loading.catch(() => files.delete(url)); // the next paint asks anew
      files.set(url, loading);
    }
    return files.get(url);
  }

  const topology = (url) => fetchOnce(url, atlas.decodeTopology);
  const loadLines = () => topology(atlas.files.lines);
  const loadLanguage = (language) => (atlas.files.languages[language] ? fetchOnce(atlas.files.languages[language], (content) => content) : Promise.resolve({ names: {}, words: {} }));

  function listFiles(level, within) {
    if (level !== "county") return [atlas.files[level]];
    const provinces = within ? [within.slice(0, 2)] : Object.keys(atlas.files.county);
    return provinces.map((province) => atlas.files.county[province]);
  }

  function joinLines(found, name) {
    const parts = found.map((file) => file.lines[name]).filter(Boolean);
    const join = (detail) => () => parts.map((part) => part[detail]).join("");
    return atlas.lazy({}, { fine: join("fine"), coarse: join("coarse") });
  }

  // Units of the view, what lies around them, and the lines between and about them.
  async function build(level, within, codes) {
    const wanted = new Set(codes);
    const found = await Promise.all(listFiles(level, within).map(topology));
    const base = within && level === "county" ? (await topology(atlas.files.province)).units : [];
    const all = found.flatMap((file) => file.units);
    const units = new Map(all.filter((unit) => wanted.has(unit.id)).map((unit) => [unit.id, unit]));
    return {
      units, base, level, within,
      around: all.filter((unit) => !wanted.has(unit.id)),
      detail: level === "province" || within ? "fine" : "coarse",
      borders: level === "province" ? null : joinLines(found, "parents"),
      outline: joinLines(found, "outline"),
      box: within ? boxOfRegion([...units.values()], within) : null,
    };
  }

  // Of Hainan province the islets in the South China Sea would make all else a dot.
  function boxOfRegion(units, within) {
    let parts = units.flatMap((unit) => unit.parts);
    if (within === HAINAN) {
      const south = atlas.placePoint(SOUTHERN_ISLETS, 110)[1];
      parts = parts.filter((box) => box[3] < south);
    }
    return atlas.joinBoxes(parts);
  }

  function loadScope(level, within, codes) {
    const key = [level, within, codes.length, codes[0]].join("/");
    if (!scopes.has(key)) {
      const loading = build(level, within, codes);
      loading.catch(() => scopes.delete(key));
      scopes.set(key, loading);
    }
    return scopes.get(key);
  }

  // What a click will need: fetched while the server still thinks.
  function prefetch(code) {
    if (code.endsWith("0000")) topology(atlas.files.city).catch(() => undefined);
    const county = atlas.files.county && atlas.files.county[code.slice(0, 2)];
    if (county) topology(county).catch(() => undefined);
  }

  // What a view will need, before it is known of which units.
  function begin(level, within, language) {
    for (const loading of [...listFiles(level, within).map(topology), loadLanguage(language)]) loading.catch(() => undefined);
  }

  atlas.LoadError = LoadError;
  atlas.geometry = { begin, loadScope, loadLines, loadLanguage, prefetch };
})();
