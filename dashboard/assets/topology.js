// TopoJSON to rings and lines of [latitude, longitude]: shared borders are stored once and decoded once.
(function () {
  "use strict";

  function decodeArcs(topology) {
    const [scaleX, scaleY] = topology.transform.scale;
    const [startX, startY] = topology.transform.translate;
    return topology.arcs.map(function (arc) {
      let x = 0;
      let y = 0;
      return arc.map(function (step) {
        x += step[0];
        y += step[1];
        return [y * scaleY + startY, x * scaleX + startX];
      });
    });
  }

  function joinArcs(indices, arcs) {
    const points = [];
    for (const index of indices) {
      const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      for (let i = points.length ? 1 : 0; i < arc.length; i += 1) points.push(arc[i]);
    }
    return points;
  }

  function decodeShape(geometry, arcs) {
    const join = (indices) => joinArcs(indices, arcs);
    const paths = {
      LineString: () => [join(geometry.arcs)],
      MultiLineString: () => geometry.arcs.map(join),
      Polygon: () => [geometry.arcs.map(join)],
      MultiPolygon: () => geometry.arcs.map((polygon) => polygon.map(join)),
    }[geometry.type];
    return {
      id: geometry.id,
      name: (geometry.properties || {}).name || "",
      paths: paths ? paths() : [],
    };
  }

  window.decodeTopology = function (topology) {
    const arcs = decodeArcs(topology);
    const objects = {};
    for (const [key, object] of Object.entries(topology.objects)) {
      const members = object.type === "GeometryCollection" ? object.geometries : [object];
      objects[key] = members.map((geometry) => decodeShape(geometry, arcs));
    }
    return objects;
  };
})();
