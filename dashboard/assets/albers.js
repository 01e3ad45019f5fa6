// Albers equal-area conic, standard parallels 25° and 47° N, central meridian 105° E: the usual
// projection of small-scale maps of China. Registered as L.CRS.Albers, in units of the sphere's radius.
(function () {
  "use strict";
  const RADIANS = Math.PI / 180;
  const FIRST = 25 * RADIANS;
  const SECOND = 47 * RADIANS;
  const MERIDIAN = 105 * RADIANS;
  const N = (Math.sin(FIRST) + Math.sin(SECOND)) / 2;
  const C = Math.cos(FIRST) ** 2 + 2 * N * Math.sin(FIRST);

  const projection = {
    bounds: L.bounds([-1, -2], [1, 0]),
    project: function (latlng) {
      const rho = Math.sqrt(C - 2 * N * Math.sin(latlng.lat * RADIANS)) / N;
      const theta = N * (latlng.lng * RADIANS - MERIDIAN);
      return new L.Point(rho * Math.sin(theta), -rho * Math.cos(theta));
    },
    unproject: function (point) {
      const rho = Math.hypot(point.x, point.y);
      const sine = (C - (rho * N) ** 2) / (2 * N);
      const lat = Math.asin(Math.max(-1, Math.min(1, sine)));
      const theta = Math.atan2(point.x, -point.y);
      return new L.LatLng(lat / RADIANS, (theta / N + MERIDIAN) / RADIANS, true);
    },
  };

  L.CRS.Albers = L.extend({}, L.CRS, {
    code: "ALBERS-25-47-105",
    projection: projection,
    transformation: new L.Transformation(1, 0, -1, 0),
    infinite: true,
    distance: L.CRS.Earth.distance,
    R: L.CRS.Earth.R,
  });
})();
