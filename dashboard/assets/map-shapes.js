// TopoJSON to shapes on the plane of the map: shared borders are stored, projected and thinned once.
(function () {
  "use strict";
  const atlas = (window.atlas = window.atlas || {});
  const GRID = 500000; // steps to the sphere's radius: one is about 13 m
  const COARSE = 340; // steps: less than a pixel of a map of the whole country

  function placePoint(lat, lng) {
    const point = L.CRS.Albers.projection.project({ lat, lng });
    return [Math.round(point.x * GRID), Math.round(-point.y * GRID)];
  }

  // Each arc as x0, y0, x1, y1 ...
  function decodeArcs(topology) {
    const [scaleX, scaleY] = topology.transform.scale;
    const [startX, startY] = topology.transform.translate;
    return topology.arcs.map(function (steps) {
      const arc = new Int32Array(steps.length * 2);
      let x = 0;
      let y = 0;
      steps.forEach(function ([right, up], i) {
        x += right;
        y += up;
        arc.set(placePoint(y * scaleY + startY, x * scaleX + startX), i * 2);
      });
      return arc;
    });
  }

  // Points that the eye cannot part are dropped; ends stay, so that neighbours still meet.
  function thinArc(arc) {
    const last = arc.length - 2;
    const kept = [arc[0], arc[1]];
    for (let i = 2; i < last; i += 2) {
      if (Math.hypot(arc[i] - kept[kept.length - 2], arc[i + 1] - kept[kept.length - 1]) >= COARSE) {
        kept.push(arc[i], arc[i + 1]);
      }
    }
    kept.push(arc[last], arc[last + 1]);
    const closed = arc[0] === arc[last] && arc[1] === arc[last + 1];
    return closed && kept.length < 8 ? arc : kept;
  }

  function joinArcs(indices, arcs) {
    const points = [];
    for (const index of indices) {
      const arc = arcs[index < 0 ? ~index : index];
      const count = arc.length / 2;
      for (let i = points.length ? 1 : 0; i < count; i += 1) {
        const at = 2 * (index < 0 ? count - 1 - i : i);
        points.push(arc[at], arc[at + 1]);
      }
    }
    return points;
  }

  function writePath(points, close) {
    const steps = [];
    for (let i = 2; i < points.length; i += 2) {
      steps.push(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    }
    return "M" + points[0] + " " + points[1] + "l" + steps.join(" ") + (close ? "z" : "");
  }

  function boxOf(points) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
    return box;
  }

  function joinBoxes(boxes) {
    return boxes.reduce((all, box) => [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])],
      [Infinity, Infinity, -Infinity, -Infinity]);
  }

  // The middle of the widest stretch half-way down: always inside, unlike a centre of gravity.
  function middleOf(ring, box) {
    const level = (box[1] + box[3]) / 2 + 0.5;
    const crossings = [];
    for (let i = 0; i < ring.length; i += 2) {
      const j = (i + 2) % ring.length;
      if (ring[i + 1] < level === ring[j + 1] < level) continue;
      crossings.push(ring[i] + ((level - ring[i + 1]) * (ring[j] - ring[i])) / (ring[j + 1] - ring[i + 1]));
    }
    crossings.sort((a, b) => a - b);
    let best = [box[0], box[2]];
    let widest = -1;
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      if (crossings[i + 1] - crossings[i] > widest) {
        best = [crossings[i], crossings[i + 1]];
        widest = best[1] - best[0];
      }
    }
    return [(best[0] + best[1]) / 2, level];
  }

  // Values that are made when they are first asked for, and kept.
  function lazy(target, makers) {
    for (const [name, make] of Object.entries(makers)) {
      Object.defineProperty(target, name, { configurable: true, get() {
        const value = make();
        Object.defineProperty(target, name, { value });
        return value;
      } });
    }
    return target;
  }

  class Shape {
    constructor(geometry, arcs) {
      this.id = geometry.id;
      this.name = (geometry.properties || {}).name || "";
      this.polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
      this.arcs = arcs;
      this.paths = {};
      this.parts = this.polygons.map((rings) => joinBoxes(rings[0].map((index) => arcs.boxes[index < 0 ? ~index : index])));
      this.box = joinBoxes(this.parts);
      lazy(this, { middle: () => this.findMiddle() });
    }

    findMiddle() {
      const size = (box) => (box[2] - box[0]) * (box[3] - box[1]);
      const main = this.parts.reduce((best, box, i) => (size(box) > size(this.parts[best]) ? i : best), 0);
      return middleOf(joinArcs(this.polygons[main][0], this.arcs.fine), this.parts[main]);
    }

    path(detail) {
      if (!this.paths[detail]) {
        const arcs = this.arcs[detail];
        this.paths[detail] = this.polygons.map((rings) => rings.map((ring) => writePath(joinArcs(ring, arcs), true)).join("")).join("");
      }
      return this.paths[detail];
    }

    // Rings around every islet would blot out a coast.
    mainPath() {
      if (this.main) return this.main;
      const widths = this.parts.map((box) => box[2] - box[0]);
      const least = Math.max(...widths) / 12;
      this.main = this.polygons.filter((_, i) => widths[i] > least)
        .map((rings) => rings.map((ring) => writePath(joinArcs(ring, this.arcs.fine), true)).join("")).join("");
      return this.main;
    }
  }

  function writeLines(geometry, arcs) {
    const lines = geometry.type === "LineString" ? [geometry.arcs] : geometry.arcs || [];
    return lines.map((indices) => writePath(joinArcs(indices, arcs), false)).join("");
  }

  // Units as shapes; lines as { id: { fine, coarse } }.
  atlas.decodeTopology = function (topology) {
    const fine = decodeArcs(topology);
    const arcs = lazy({ fine, boxes: fine.map(boxOf) }, { coarse: () => fine.map(thinArc) });
    const found = { units: [], lines: {} };
    for (const [key, object] of Object.entries(topology.objects)) {
      const members = object.type === "GeometryCollection" ? object.geometries : [object];
      if (key === "units") found.units = members.map((geometry) => new Shape(geometry, arcs));
      else for (const geometry of members) {
        found.lines[geometry.id || key] = lazy({}, { fine: () => writeLines(geometry, arcs.fine), coarse: () => writeLines(geometry, arcs.coarse) });
      }
    }
    return found;
  };
  Object.assign(atlas, { GRID, joinBoxes, lazy, placePoint });
})();
