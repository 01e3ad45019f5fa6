// Reading and choosing by pointer, finger and keys; what is read on one map is marked on all.
(function () {
  "use strict";
  const atlas = window.atlas;
  const REACH = 20; // pixels around a unit or islet too small to hit
  const OVER_LAND = 6; // of them where a larger unit lies
  const SMALL = 14;
  const TINY = 5; // too small to hit at all: found through the land around it
  const HOLD = 380; // milliseconds after which a finger reads instead of choosing
  const TURNS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The nearest of the parts smaller than `size`; `whole`: of units that are so altogether.
  function nearestSmall(sheet, at, reach, size, whole) {
    const isSmall = (box) => Math.max(box[2] - box[0], box[3] - box[1]) * sheet.scale < size;
    let best = null;
    let least = reach;
    for (const [code, unit] of sheet.scope.units) {
      if (whole && !isSmall(unit.box)) continue;
      for (const box of unit.parts) {
        if (!isSmall(box)) continue;
        const away = Math.hypot(Math.max(box[0] - at.x, 0, at.x - box[2]), Math.max(box[1] - at.y, 0, at.y - box[3])) * sheet.scale;
        if (away < least) [best, least] = [code, away];
      }
    }
    return best;
  }

  // The unit that is hit, or the small one that was meant.
  function findUnit(sheet, event) {
    const path = event.target.closest("path.unit");
    const at = sheet.locate(event);
    if (!path) return nearestSmall(sheet, at, REACH, SMALL, true) || nearestSmall(sheet, at, REACH, SMALL, false);
    const { adcode } = path.dataset;
    const { box } = sheet.scope.units.get(adcode);
    const isTiny = Math.max(box[2] - box[0], box[3] - box[1]) * sheet.scale < TINY;
    return (!isTiny && nearestSmall(sheet, at, OVER_LAND, TINY, true)) || adcode;
  }

  class Reader {
    constructor(view) {
      this.view = view;
      this.tip = new atlas.Tip();
      this.code = null;
      this.active = false; // whether the keys move among units
      this.dismissed = null;
      this.held = 0;
      document.addEventListener("pointermove", (event) => this.follow(event));
      document.addEventListener("pointerdown", (event) => this.press(event));
      document.addEventListener("pointerleave", () => this.leave());
      for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => clearTimeout(this.timer));
      document.addEventListener("click", (event) => this.click(event));
      document.addEventListener("keydown", (event) => this.type(event));
      this.listenAround();
    }

    // Escape puts the box away wherever the page has its focus.
    listenAround() {
      const gone = new AbortController();
      window.addEventListener("pagehide", () => gone.abort());
      try {
        window.parent.document.addEventListener("keydown", (event) => this.dismiss(event), { signal: gone.signal });
      } catch (error) { /* the page is another host's: then keys reach only the frame */ }
    }

    dismiss(event) {
      if (event.key !== "Escape" || this.tip.box.hidden) return false;
      const { code } = this;
      this.leave();
      this.dismissed = code;
      return true;
    }

    panelAt(target) {
      const element = target.closest && target.closest(".leaflet-container, .atlas-cell");
      if (!element || target.closest(".atlas-buttons")) return null;
      return this.view.panels.find((panel) => panel.element === element) || null;
    }

    find(event) {
      const panel = this.panelAt(event.target);
      if (!panel || !panel.sheet.scope || !this.view.data) return null;
      const code = findUnit(panel.sheet, event);
      return code && this.view.data.index.has(code) ? { panel, code } : null;
    }

    follow(event) {
      if (event.pointerType === "touch") return;
      const found = event.buttons ? null : this.find(event);
      if (!found) {
        if (!this.active) this.leave();
        return;
      }
      if (found.code === this.dismissed) return;
      this.active = false;
      this.read(found, event.clientX, event.clientY);
    }

    read({ panel, code }, x, y, say) {
      const { view } = this;
      if (this.code !== code || this.panel !== panel || this.data !== view.data || this.frame !== view.data.frame) {
        Object.assign(this, { code, panel, data: view.data, frame: view.data.frame, dismissed: null });
        for (const each of view.panels) each.sheet.heat(code);
        const others = view.panels.length === 2 ? view.panels.map((each) => each.index) : [panel.index];
        this.tip.fill(code, panel.sheet.scope.units.get(code), view.data, view.names, others);
      }
      this.tip.show(x, y, say);
      this.at = [x, y];
    }

    // After a paint or a step the box tells of what is shown now.
    refresh() {
      if (this.code === null || this.tip.box.hidden) return;
      if (!this.view.data.index.has(this.code) || !this.view.panels.includes(this.panel) || !this.panel.sheet.scope.units.has(this.code)) this.leave();
      else this.read({ panel: this.panel, code: this.code }, ...this.at);
    }

    leave() {
      this.tip.hide();
      this.code = null;
      this.active = false;
      this.dismissed = null;
      for (const each of this.view.panels) each.sheet.heat(null);
    }

    press(event) {
      this.held = 0;
      clearTimeout(this.timer);
      if (event.pointerType !== "touch") return;
      if (!this.panelAt(event.target)) return this.leave();
      this.timer = setTimeout(() => {
        const found = this.find(event);
        if (!found) return;
        this.held = Date.now();
        this.read(found, event.clientX, event.clientY, true);
      }, HOLD);
    }

    click(event) {
      const found = this.find(event);
      if (!found || (found.panel.map && found.panel.map.dragging.moved())) return;
      if (this.held) return void (this.held = 0);
      if (event.pointerType === "touch") this.read(found, event.clientX, event.clientY, true);
      this.choose(found.code);
    }

    choose(code) {
      atlas.geometry.prefetch(code);
      atlas.send({ adcode: code });
    }

    type(event) {
      if (this.dismiss(event)) return;
      const panel = this.view.panels.find((each) => document.activeElement === each.element);
      if (!panel || !panel.sheet.scope || !this.view.data || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = this.nextBy(event, panel);
      if (next) this.step(panel, next);
      else if (event.key === "Enter" && this.active) this.choose(this.code);
      else if (panel.map && "+=-".includes(event.key)) panel.map[event.key === "-" ? "zoomOut" : "zoomIn"](1);
      else return;
      event.preventDefault();
    }

    // Arrows go to the neighbour on that side, Tab and Home and End along the ranking.
    nextBy(event, panel) {
      const order = this.view.data.leaders(panel.index, Infinity).map((i) => this.view.data.codes[i]).filter((code) => panel.sheet.scope.units.has(code));
      const all = order.length ? order : [...panel.sheet.scope.units.keys()];
      if (event.key === "Home") return all[0];
      if (event.key === "End") return all[all.length - 1];
      if (event.key === "Tab") return this.active ? all[all.indexOf(this.code) + (event.shiftKey ? -1 : 1)] : null;
      if (!TURNS[event.key]) return null;
      return this.active ? this.neighbour(panel, TURNS[event.key]) : this.view.selected || all[0];
    }

    neighbour(panel, [right, down]) {
      const { units } = panel.sheet.scope;
      const [x, y] = units.get(this.code).middle;
      let best = this.code;
      let least = Infinity;
      for (const [code, unit] of units) {
        const ahead = (unit.middle[0] - x) * right + (unit.middle[1] - y) * down;
        const aside = Math.abs((unit.middle[0] - x) * down) + Math.abs((unit.middle[1] - y) * right);
        if (ahead > 0 && ahead > aside * 0.4 && ahead + 2 * aside < least) [best, least] = [code, ahead + 2 * aside];
      }
      return best;
    }

    step(panel, code) {
      let at = panel.sheet.middle(code);
      const frame = panel.element.getBoundingClientRect();
      if (panel.map && (at.x < frame.left + 8 || at.x > frame.right - 8 || at.y < frame.top + 8 || at.y > frame.bottom - 8)) {
        panel.map.panBy([at.x - (frame.left + frame.right) / 2, at.y - (frame.top + frame.bottom) / 2], { animate: false });
        at = panel.sheet.middle(code);
      }
      this.active = true;
      this.read({ panel, code }, at.x, at.y, true);
    }
  }

  atlas.Reader = Reader;
})();
