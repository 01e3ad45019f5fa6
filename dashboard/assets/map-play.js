// Years to play through: the steps are in the page already, none asks the server.
(function () {
  "use strict";
  const atlas = window.atlas;
  const STEP = 600; // milliseconds at speed 1
  const SPEEDS = [0.5, 1, 3];
  const ICONS = { play: "M3 2v12l10-6z", pause: "M3 2h4v12H3zM9 2h4v12H9z", back: "M11 2v12L4 8zM2 2h2v12H2z", next: "M5 2v12l7-6zM12 2h2v12h-2z" };

  function iconButton(name, parent, act) {
    const button = atlas.addBox(name, parent, "button");
    button.type = "button";
    button.append(atlas.createSvg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, atlas.createSvg("path", { d: ICONS[name] })));
    button.addEventListener("click", act);
    return button;
  }

  class Player {
    constructor(parent, onStep) {
      Object.assign(this, { onStep, frames: null, at: 0, timer: null, told: null, pending: [] });
      this.box = atlas.addBox("atlas-play", parent);
      this.box.hidden = true;
      this.box.setAttribute("role", "group");
      this.toggle = iconButton("play", this.box, () => (this.timer ? this.pause() : this.play()));
      this.back = iconButton("back", this.box, () => this.jump(this.at - 1));
      this.next = iconButton("next", this.box, () => this.jump(this.at + 1));
      this.slider = this.addInput("range", () => this.jump(Number(this.slider.value), true));
      this.slider.addEventListener("change", () => this.tell());
      this.number = this.addInput("number", () => undefined);
      this.number.addEventListener("change", () => this.typed());
      this.speed = atlas.addBox("speed", this.box, "select");
      this.mode = atlas.addBox("mode", this.box, "span");
      window.addEventListener("blur", () => this.pause());
      document.addEventListener("visibilitychange", () => document.hidden && this.pause());
    }

    addInput(type, act) {
      const input = atlas.addBox(type, this.box, "input");
      input.type = type;
      input.addEventListener("input", act);
      return input;
    }

    // New frames keep the year where they have it; while playing, play goes on.
    take(paint) {
      const before = this.frames ? this.year() : null;
      this.frames = paint.frames;
      this.box.hidden = !paint.frames;
      if (!paint.frames) {
        this.stop();
        return null;
      }
      const { years } = paint.frames;
      const wanted = this.timer || this.isOwn(paint.frames.year) ? before : paint.frames.year;
      this.at = years.includes(wanted) ? years.indexOf(wanted) : years.length - 1;
      this.label(paint.texts.play);
      Object.assign(this.slider, { min: 0, max: years.length - 1, step: 1 });
      Object.assign(this.number, { min: years[0], max: years[years.length - 1], step: 1 });
      this.show();
      return this.at;
    }

    // Whether a year is one that went to the server from here: steps since then hold.
    isOwn(year) {
      const answered = this.pending.indexOf(year);
      if (answered < 0 && year !== this.told) {
        Object.assign(this, { told: year, pending: [] });
        return false;
      }
      this.pending = this.pending.slice(answered + 1);
      return true;
    }

    label(words) {
      this.words = words;
      this.box.setAttribute("aria-label", words.bar);
      for (const name of ["back", "next"]) {
        this[name].title = words[name];
        this[name].setAttribute("aria-label", words[name]);
      }
      for (const name of ["slider", "number"]) this[name].setAttribute("aria-label", words[name]);
      this.speed.setAttribute("aria-label", words.speed);
      if (!this.speed.options.length) this.speed.append(...SPEEDS.map((speed) => new Option("", speed)));
      words.speeds.forEach((word, i) => { this.speed.options[i].textContent = word; });
      if (this.asked !== this.frames.speed) {
        this.asked = this.frames.speed;
        const nearest = SPEEDS.reduce((best, speed) => (Math.abs(speed - this.asked) < Math.abs(best - this.asked) ? speed : best));
        this.speed.value = String(nearest);
      }
      this.mode.textContent = this.frames.label;
    }

    year() { return this.frames.years[this.at]; }

    show() {
      const name = this.timer ? "pause" : "play";
      this.toggle.title = this.words[name];
      this.toggle.setAttribute("aria-label", this.words[name]);
      this.toggle.querySelector("path").setAttribute("d", ICONS[name]);
      this.slider.value = String(this.at);
      this.slider.setAttribute("aria-valuetext", String(this.year()));
      this.slider.style.setProperty("--done", (100 * this.at) / Math.max(this.frames.years.length - 1, 1) + "%");
      if (document.activeElement !== this.number || this.timer) this.number.value = String(this.year());
      this.back.disabled = this.at === 0;
      this.next.disabled = this.at === this.frames.years.length - 1;
      document.body.classList.toggle("playing", Boolean(this.timer));
    }

    set(at) {
      this.at = Math.max(0, Math.min(at, this.frames.years.length - 1));
      this.show();
      this.onStep(this.at);
    }

    jump(at, dragging) {
      this.stop();
      this.set(at);
      if (!dragging) this.tell();
    }

    // The nearest year that there is; the field then shows it.
    typed() {
      const wanted = Number(this.number.value);
      const { years } = this.frames;
      const nearest = years.reduce((best, year, i) => (Math.abs(year - wanted) < Math.abs(years[best] - wanted) ? i : best), 0);
      if (this.number.value !== "") this.jump(nearest);
      this.number.value = String(this.year());
    }

    play() {
      if (this.at === this.frames.years.length - 1) this.set(0);
      const tick = () => {
        this.timer = setTimeout(tick, STEP / Number(this.speed.value));
        this.set(this.at + 1);
        if (this.at === this.frames.years.length - 1) this.pause();
      };
      this.timer = setTimeout(tick, STEP / Number(this.speed.value));
      this.show();
    }

    stop() {
      clearTimeout(this.timer);
      this.timer = null;
      document.body.classList.remove("playing");
    }

    pause() {
      if (!this.timer) return;
      this.stop();
      this.show();
      this.tell();
    }

    // One message, and never while playing.
    tell() {
      if (this.timer || this.told === this.year()) return;
      this.told = this.year();
      this.pending = [...this.pending, this.told].slice(-50);
      atlas.send({ year: this.told });
    }
  }

  atlas.Player = Player;
})();
