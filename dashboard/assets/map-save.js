// Hands the map over as a file: two buttons, whose words come with each paint.
(function () {
  "use strict";
  const atlas = window.atlas;
  const DENSITY = 2;

  function download(blob, name) {
    const link = document.createElement("a");
    const url = URL.createObjectURL(blob);
    Object.assign(link, { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  async function drawPng({ text, width, height }) {
    const picture = new Image();
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await picture.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: width * DENSITY, height: height * DENSITY });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }

  async function save(view, kind) {
    if (!view.data) return;
    const { level, within } = view.data.paint;
    const name = ["map", level, within].filter(Boolean).join("-") + "." + kind;
    const picture = atlas.composePicture(view);
    download(kind === "svg" ? new Blob([picture.text], { type: "image/svg+xml" }) : await drawPng(picture), name);
  }

  class Saver {
    constructor(parent, view) {
      this.box = atlas.addBox("atlas-save", parent);
      L.DomEvent.disableClickPropagation(this.box);
      this.buttons = ["png", "svg"].map((kind) => {
        const button = atlas.addBox(kind, this.box, "button");
        button.type = "button";
        button.textContent = kind.toUpperCase();
        button.addEventListener("click", () => save(view, kind));
        return [kind, button];
      });
    }

    label(words) {
      for (const [kind, button] of this.buttons) {
        button.title = words[kind];
        button.setAttribute("aria-label", words[kind]);
      }
    }
  }

  Object.assign(atlas, { Saver });
})();
