"use strict";
// What the report and the classroom page draw: each function gives an option for ECharts, from the numbers of a run.
// `words` are the texts of a language: short (endings of 1e3, 1e6, 1e9, 1e12), decimal, and names used below;
// with `describe`, ECharts adds its own description of each chart, which is English.
const circulusCharts = (words) => {
  // Okabe and Ito's colours, safe for the colour-blind.
  const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];
  const base = { animation: false, textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" }, aria: { enabled: !!words.describe, decal: { show: false } } };
  const local = (number) => String(number).replace(".", words.decimal);
  const short = (value) => {
    const size = Math.abs(value);
    for (let k = 3; k >= 0; k--) if (size >= 1000 ** (k + 1)) return local(+(value / 1000 ** (k + 1)).toPrecision(3)) + "\u00a0" + words.short[k];
    return local(+value.toPrecision(3));
  };
  const percent = (value) => local(+(100 * value).toFixed(1)) + "\u00a0%";
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  // Lines year by year: `series` of { name, values, colour, dashed, band: [low, high] }.
  const lines = ({ title, years, form, series, bars }) => {
    const drawn = series.flatMap(({ name, values, colour, dashed, band }) => {
      const line = bars
        ? { type: "bar", name, data: values, color: colour }
        : { type: "line", name, data: values, symbol: "circle", symbolSize: 5, showSymbol: false, color: colour, lineStyle: { width: 2.5, type: dashed || "solid" } };
      if (!band) return [line];
      // A band is the lower bound, unseen, and the width above it, filled.
      const edge = { type: "line", stack: name, symbol: "none", silent: true, lineStyle: { width: 0 }, color: colour, tooltip: { show: false }, stackStrategy: "all" };
      return [{ ...edge, name: name + " low", data: band[0] }, { ...edge, name: name + " high", data: band[1].map((high, i) => high - band[0][i]), areaStyle: { color: colour, opacity: 0.18 } }, line];
    });
    return {
      ...base, title: { text: title, left: 0, textStyle: { fontSize: 13, width: 400, overflow: "truncate" } },
      legend: { type: "scroll", top: 27, left: 0, itemGap: 16, textStyle: { fontSize: 12 }, data: series.map(({ name }) => name) },
      tooltip: { trigger: "axis", valueFormatter: form, confine: true },
      grid: { left: 64, right: 12, top: 62, bottom: 28 },
      xAxis: { type: "category", data: years }, yAxis: { type: "value", axisLabel: { formatter: form } }, series: drawn,
    };
  };

  // Places on a plane that keeps the shapes, in km.
  const symbols = { mining: "triangle", beneficiation: "diamond", metallurgy: "rect", power: "roundRect", converter: "circle" };
  const placesOf = (plants) => {
    const middle = plants.reduce((total, plant) => total + plant.lat, 0) / Math.max(1, plants.length);
    return plants.map((plant) => [plant.lon * 111.32 * Math.cos((middle * Math.PI) / 180), plant.lat * 110.57]);
  };
  const frame = (places, wide, high) => {
    const bounds = (k) => [Math.min(...places.map((place) => place[k])), Math.max(...places.map((place) => place[k]))];
    const [[west, east], [south, north]] = [bounds(0), bounds(1)];
    const perPixel = Math.max((east - west) / Math.max(1, wide - 60), (north - south) / Math.max(1, high - 60), 1e-6);
    const half = [(wide / 2) * perPixel, (high / 2) * perPixel], centre = [(west + east) / 2, (south + north) / 2];
    return [centre[0] - half[0], centre[0] + half[0], centre[1] - half[1], centre[1] + half[1]];
  };
  const scaleBar = (perPixel) => {
    const rough = 100 * perPixel, power = 10 ** Math.floor(Math.log10(rough));
    const km = [5, 2, 1].map((step) => step * power).find((step) => step <= rough), wide = km / perPixel;
    return [
      { type: "line", left: 16, bottom: 16, shape: { x1: 0, y1: 0, x2: wide, y2: 0 }, style: { stroke: "#1b1f24", lineWidth: 2 }, silent: true },
      { type: "text", left: 16, bottom: 22, style: { text: local(km) + " " + words.km, fill: "#1b1f24", fontSize: 12 }, silent: true },
    ];
  };
  // The plants and flows of a world in a year (by place in the list); `waste` is null for all; `names` writes them beside.
  const map = ({ data, world, year, waste, element, names }) => {
    const places = placesOf(data.plants), [left, right, bottom, top] = frame(places, element.clientWidth, element.clientHeight);
    const largest = Math.max(1, ...world.stock_of.map((list) => list[year]));
    const flows = world.flows[year].filter((flow) => waste === null || flow[2] === waste);
    const widest = Math.max(1, ...flows.map((flow) => flow[3]));
    const axis = (min, max) => ({ type: "value", min, max, show: false });
    return {
      ...base, tooltip: { confine: true }, grid: { left: 0, right: 0, top: 0, bottom: 0 }, xAxis: axis(left, right), yAxis: axis(bottom, top),
      series: [
        { type: "lines", coordinateSystem: "cartesian2d", polyline: false, z: 1, symbol: ["none", "arrow"], symbolSize: 7,
          data: flows.map(([from, to, w, t]) => ({ coords: [places[from], places[to]], flow: [from, to, w, t], lineStyle: { width: 1 + (7 * t) / widest, color: colours[w % colours.length], opacity: 0.7, curveness: 0.15 },
            tooltip: { formatter: () => escape(data.plants[from].name) + " → " + escape(data.plants[to].name) + "<br>" + escape(data.wastes[w].name) + ": " + short(t) + " " + words.t } })) },
        { type: "scatter", z: 2, labelLayout: { hideOverlap: true },
          data: data.plants.map((plant, i) => ({ value: places[i], plant: i, symbol: symbols[plant.stage], symbolSize: 7 + 22 * Math.sqrt(world.stock_of[i][year] / largest),
            itemStyle: { color: world.members_of[i][year] ? "#0072b2" : "#ffffff", borderColor: "#1b1f24", borderWidth: 1.2, opacity: 0.9 },
            label: { show: !!names, formatter: plant.name, position: places[i][0] > left + 0.6 * (right - left) ? "left" : "right", fontSize: 11, lineHeight: 12, color: "#1b1f24", textBorderColor: "#ffffff", textBorderWidth: 2, width: 110, overflow: "break" },
            tooltip: { formatter: () => escape(plant.name) + " (" + words.stage[plant.stage] + ")<br>" + (world.members_of[i][year] ? words.member : words.not_member) + "; " + words.stockpile + " " + short(world.stock_of[i][year]) + " " + words.t } })) },
      ],
      graphic: scaleBar((right - left) / Math.max(1, element.clientWidth)),
    };
  };

  // Events of worlds on a time line.
  const events = ({ data, worlds, element }) => {
    const kinds = data.risks.map((name, kind) => words.ends?.[kind - data.risks.length + 2] ?? name);
    const largest = Math.max(1, ...worlds.flatMap((name) => data.worlds[name].events.map((event) => event[4])));
    const series = worlds.map((name) => ({
      type: "scatter", name: words[name], world: name, color: name === "twin" ? "#6b6b6b" : "#d55e00", symbol: name === "twin" ? "emptyCircle" : "circle", itemStyle: { opacity: 0.75 },
      data: data.worlds[name].events.map((event) => ({ value: [data.years.indexOf(event[0]), event[1]], symbolSize: 7 + 23 * Math.sqrt(event[4] / largest), event, world: name })),
    }));
    return {
      ...base, legend: { top: 0, left: 0, itemGap: 16 }, grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      tooltip: { confine: true, formatter: ({ seriesName, data: { event } }) => event[0] + ", " + seriesName + ": " + escape(kinds[event[1]]) + (event[2] === null ? "" : "<br>" + escape(data.plants[event[2]].name) + (event[3] ? ", " + words.member : "")) + "<br>" + words.loss + " " + short(event[4]) + " " + data.currency + ", " + words.covered + " " + short(event[5]) + (event[6] > 0 ? "<br>" + words.released + " " + short(event[6]) + " " + words.t : "") },
      xAxis: { type: "category", data: data.years }, yAxis: { type: "category", data: kinds, axisLabel: { width: element.clientWidth < 500 ? 90 : 220, overflow: "truncate" }, splitLine: { show: true } }, series,
    };
  };

  return { colours, base, short, percent, escape, lines, map, events };
};
