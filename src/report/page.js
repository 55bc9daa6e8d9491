"use strict";
// Draws the charts of a report from the numbers in #data.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const worlds = data.worlds;
  // Okabe and Ito's colours, safe for the colour-blind.
  const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];
  const charts = [];

  const short = (value) => {
    const size = Math.abs(value);
    for (const [unit, name] of [[1e12, " tn"], [1e9, " bn"], [1e6, " M"], [1e3, " k"]]) {
      if (size >= unit) return +(value / unit).toPrecision(3) + name;
    }
    return String(+value.toPrecision(3));
  };
  const percent = (value) => +(100 * value).toFixed(1) + " %";
  const make = (element) => {
    const chart = echarts.init(element, null, { renderer: "svg" });
    charts.push(chart);
    return chart;
  };
  const base = { animation: false, textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" }, aria: { enabled: true, decal: { show: false } } };
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  // What is drawn year by year: title, unit, and the lines of a world.
  const chosen = () => (at("waste").value === "" ? null : +at("waste").value);
  const sum = (lists) => data.years.map((_, year) => lists.reduce((total, list) => total + list[year], 0));
  const ofWaste = (key) => (world) => {
    const waste = chosen();
    return [["", waste === null ? sum(world[key]) : world[key][waste]]];
  };
  const many = (key, names) => (world) => names.map((name, i) => [name, world[key][i]]);
  const names = (list) => list.map((one) => one.name);
  const figures = [
    ["Use rate", percent, (world) => {
      const waste = chosen();
      if (waste === null) return [["", world.use_rate]];
      return [["", data.years.map((_, y) => (world.generated[waste][y] > 0 ? world.reused[waste][y] / world.generated[waste][y] : 0))]];
    }],
    ["Stockpiles, t", short, ofWaste("stock")],
    ["Converted, t a year", short, ofWaste("converted")],
    ["Released into nature, t a year", short, ofWaste("released")],
    ["Members", short, (world) => [["", world.members]]],
    ["Gain of deals, " + data.currency + " a year", short, (world) => [["", world.gain]]],
    ["Synergy by channel (the cluster's account), " + data.currency + " a year", short, many("synergy", data.channels), "cluster"],
    ["Losses by events, " + data.currency + " a year", short, (world) => [["", world.losses]]],
    ["Gain beyond the twin's (counterfactual), " + data.currency + " a year", short, (world) => [["", world.gain.map((gain, year) => gain - worlds.twin.gain[year])]], "cluster"],
    ["Prices, first year = 1", short, (world) => names(data.products).map((name, i) => [name, world.price[i].map((price) => price / world.price[i][0])]), "cluster"],
    ["Infrastructure, level", short, many("level", names(data.infrastructure)), "cluster"],
    ["Budget of the company, " + data.currency, short, (world) => [["", world.budget]], "cluster"],
  ];

  const drawYears = () => {
    figures.forEach(([title, form, lines, only], place) => {
      const series = [];
      for (const name of ["cluster", "twin"]) {
        if (name === "twin" && (only || !at("twin").checked)) continue;
        lines(worlds[name]).forEach(([label, values], i) => {
          series.push({
            type: "line", name: only ? label || name : label ? label + ", " + name : name, data: values, symbol: "circle", symbolSize: 5, showSymbol: false,
            lineStyle: { width: 2.5, type: name === "twin" ? "dashed" : "solid" }, color: only && label ? colours[i % colours.length] : name === "twin" ? "#6b6b6b" : colours[0],
          });
        });
      }
      figureCharts[place].setOption({
        ...base, title: { text: title, left: 0, textStyle: { fontSize: 14 } },
        legend: { type: "scroll", top: 27, left: 0, itemGap: 16, textStyle: { fontSize: 12 } },
        tooltip: { trigger: "axis", valueFormatter: form, confine: true },
        grid: { left: 56, right: 12, top: 62, bottom: 28 },
        xAxis: { type: "category", data: data.years }, yAxis: { type: "value", axisLabel: { formatter: form } }, series,
      }, true);
    });
  };

  // The map: places on a plane that keeps the shapes, in km.
  const middle = data.plants.reduce((total, plant) => total + plant.lat, 0) / Math.max(1, data.plants.length);
  const places = data.plants.map((plant) => [plant.lon * 111.32 * Math.cos((middle * Math.PI) / 180), plant.lat * 110.57]);
  const bounds = (k) => {
    const values = places.map((place) => place[k]);
    const low = Math.min(...values), high = Math.max(...values);
    return [low, high];
  };
  const frame = (element) => {
    const [[west, east], [south, north]] = [bounds(0), bounds(1)];
    const perPixel = Math.max((east - west) / Math.max(1, element.clientWidth - 60), (north - south) / Math.max(1, element.clientHeight - 60), 1e-6);
    const half = [(element.clientWidth / 2) * perPixel, (element.clientHeight / 2) * perPixel];
    const centre = [(west + east) / 2, (south + north) / 2];
    return [centre[0] - half[0], centre[0] + half[0], centre[1] - half[1], centre[1] + half[1]];
  };
  const symbols = { mining: "triangle", beneficiation: "diamond", metallurgy: "rect", power: "roundRect", converter: "circle" };
  const drawMap = () => {
    const year = +at("year").value, world = worlds[at("map-world").value], waste = chosen();
    at("year-shown").textContent = data.years[year];
    const [left, right, bottom, top] = frame(at("map"));
    const largest = Math.max(1, ...world.stock_of.map((list) => list[year]));
    const flows = world.flows[year].filter((flow) => waste === null || flow[2] === waste);
    const widest = Math.max(1, ...flows.map((flow) => flow[3]));
    const axis = (min, max) => ({ type: "value", min, max, show: false });
    mapChart.setOption({
      ...base, tooltip: { confine: true }, grid: { left: 0, right: 0, top: 0, bottom: 0 }, xAxis: axis(left, right), yAxis: axis(bottom, top),
      series: [
        { type: "lines", coordinateSystem: "cartesian2d", polyline: false, z: 1, symbol: ["none", "arrow"], symbolSize: 7,
          data: flows.map(([from, to, w, t]) => ({ coords: [places[from], places[to]], lineStyle: { width: 1 + (7 * t) / widest, color: colours[w % colours.length], opacity: 0.7, curveness: 0.15 },
            tooltip: { formatter: () => escape(data.plants[from].name) + " → " + escape(data.plants[to].name) + "<br>" + escape(data.wastes[w].name) + ": " + short(t) + " t" } })) },
        { type: "scatter", z: 2,
          data: data.plants.map((plant, i) => ({ value: places[i], symbol: symbols[plant.stage], symbolSize: 7 + 22 * Math.sqrt(world.stock_of[i][year] / largest),
            itemStyle: { color: world.members_of[i][year] ? "#0072b2" : "#ffffff", borderColor: "#1b1f24", borderWidth: 1.2, opacity: 0.9 },
            tooltip: { formatter: () => escape(plant.name) + " (" + plant.stage + ")<br>" + (world.members_of[i][year] ? "member" : "not a member") + "; stockpile " + short(world.stock_of[i][year]) + " t" } })) },
      ],
      graphic: scaleBar((right - left) / Math.max(1, at("map").clientWidth)),
    }, true);
  };
  const scaleBar = (perPixel) => {
    const rough = 100 * perPixel, power = 10 ** Math.floor(Math.log10(rough));
    const km = [5, 2, 1].map((step) => step * power).find((step) => step <= rough), wide = km / perPixel;
    return [
      { type: "line", left: 16, bottom: 16, shape: { x1: 0, y1: 0, x2: wide, y2: 0 }, style: { stroke: "#1b1f24", lineWidth: 2 }, silent: true },
      { type: "text", left: 16, bottom: 22, style: { text: km + " km", fill: "#1b1f24", fontSize: 12 }, silent: true },
    ];
  };

  const drawSankey = () => {
    const waste = chosen(), nodes = new Map(), links = new Map();
    const link = (from, to, t) => {
      nodes.set(from[0], from[1]).set(to[0], to[1]);
      const key = from[0] + "\n" + to[0];
      links.set(key, (links.get(key) || 0) + t);
    };
    for (const [stage, index, t] of worlds[at("sankey-world").value].chains) {
      const technology = data.technologies[index];
      if (waste !== null && technology.waste !== waste) continue;
      const nodesOf = [["stage " + stage, stage], ["waste " + technology.waste, data.wastes[technology.waste].name], ["technology " + index, technology.name], ["product " + technology.product, data.products[technology.product].name]];
      for (let i = 0; i < 3; i++) link(nodesOf[i], nodesOf[i + 1], t);
    }
    const narrow = at("sankey").clientWidth < 500;
    sankeyChart.setOption({
      ...base, title: { show: links.size === 0, text: "Nothing was converted.", left: "center", top: "middle" }, tooltip: { confine: true, valueFormatter: (t) => short(t) + " t" },
      series: links.size === 0 ? [] : [{
        type: "sankey", left: 4, right: narrow ? 90 : 170, nodeWidth: 12, nodeGap: 8, draggable: false, emphasis: { focus: "adjacency" },
        lineStyle: { color: "source", opacity: 0.4 }, label: { fontSize: narrow ? 10 : 12, width: narrow ? 80 : 160, overflow: "truncate", formatter: (node) => nodes.get(node.name) },
        tooltip: { formatter: (one) => one.dataType === "edge" ? escape(nodes.get(one.data.source)) + " → " + escape(nodes.get(one.data.target)) + ": " + short(one.value) + " t" : escape(nodes.get(one.name)) + ": " + short(one.value) + " t" },
        data: [...nodes.keys()].map((name, i) => ({ name, itemStyle: { color: colours[i % colours.length] } })),
        links: [...links].map(([key, value]) => ({ source: key.split("\n")[0], target: key.split("\n")[1], value })),
      }],
    }, true);
  };

  const drawEvents = () => {
    const largest = Math.max(1, ...["cluster", "twin"].flatMap((name) => worlds[name].events.map((event) => event[4])));
    const series = ["cluster", "twin"].filter((name) => name === "cluster" || at("twin").checked).map((name) => ({
      type: "scatter", name, color: name === "twin" ? "#6b6b6b" : "#d55e00", symbol: name === "twin" ? "emptyCircle" : "circle", itemStyle: { opacity: 0.75 },
      data: worlds[name].events.map((event) => ({ value: [data.years.indexOf(event[0]), event[1]], symbolSize: 7 + 23 * Math.sqrt(event[4] / largest), event })),
    }));
    eventChart.setOption({
      ...base, legend: { top: 0, left: 0, itemGap: 16 }, grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      tooltip: { confine: true, formatter: ({ seriesName, data: { event } }) => event[0] + ", " + seriesName + ": " + escape(data.risks[event[1]]) + (event[2] === null ? "" : "<br>" + escape(data.plants[event[2]].name) + (event[3] ? ", a member" : "")) + "<br>loss " + short(event[4]) + " " + data.currency + ", covered " + short(event[5]) + (event[6] > 0 ? "<br>released " + short(event[6]) + " t" : "") },
      xAxis: { type: "category", data: data.years }, yAxis: { type: "category", data: data.risks, axisLabel: { width: at("events").clientWidth < 500 ? 90 : 220, overflow: "truncate" }, splitLine: { show: true } }, series,
    }, true);
  };

  const sortPlants = () => {
    const table = at("plants"), body = table.tBodies[0];
    table.querySelectorAll("thead button").forEach((button, column) => button.addEventListener("click", () => {
      const head = button.closest("th"), down = head.getAttribute("aria-sort") !== "descending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const order = (a, b) => (isNaN(key(a)) ? key(a).localeCompare(key(b)) : key(a) - key(b));
      [...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))).forEach((row) => body.append(row));
    }));
  };

  at("waste").append(new Option("all wastes", ""), ...data.wastes.map((waste, i) => new Option(waste.name, i)));
  at("year").max = data.years.length - 1;
  at("year").value = data.years.length - 1;
  // All places first: a chart takes the width that its place has at its birth.
  const figurePlaces = figures.map(([title]) => {
    const element = document.createElement("div");
    element.className = "chart";
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", title + ", year by year");
    at("charts").append(element);
    return element;
  });
  const figureCharts = figurePlaces.map(make);
  const mapChart = make(at("map")), sankeyChart = make(at("sankey")), eventChart = make(at("events"));
  const drawAll = () => { drawYears(); drawMap(); drawSankey(); drawEvents(); };
  for (const id of ["twin", "waste"]) at(id).addEventListener("change", drawAll);
  for (const id of ["year", "map-world"]) at(id).addEventListener("input", drawMap);
  at("sankey-world").addEventListener("change", drawSankey);
  const fit = () => { charts.forEach((chart) => chart.resize()); drawMap(); drawSankey(); drawEvents(); };
  addEventListener("resize", fit);
  addEventListener("beforeprint", fit);
  sortPlants();
  drawAll();
})();
