"use strict";
// Draws the charts of a report from the numbers in #data.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const worlds = data.worlds;
  const words = {
    describe: true, decimal: ".", short: ["k", "M", "bn", "tn"], km: "km", t: "t", member: "member", not_member: "not a member", stockpile: "stockpile",
    loss: "loss", covered: "covered", released: "released", cluster: "cluster", twin: "twin",
    stage: { mining: "mining", beneficiation: "beneficiation", metallurgy: "metallurgy", power: "power", converter: "converter" },
  };
  const { colours, base, short, percent, escape, lines, map, events } = circulusCharts(words);
  const charts = [];

  const make = (element) => {
    const chart = echarts.init(element, null, { renderer: "svg" });
    charts.push(chart);
    return chart;
  };

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
    ["Released into the environment, t a year", short, ofWaste("released")],
    ["Members", short, (world) => [["", world.members]]],
    ["Gain of deals, " + data.currency + " a year", short, (world) => [["", world.gain]]],
    ["Synergy by channel (the cluster's account), " + data.currency + " a year", short, many("synergy", data.channels), "cluster"],
    ["Losses from events, " + data.currency + " a year", short, (world) => [["", world.losses]]],
    ["Gain beyond the twin's (counterfactual), " + data.currency + " a year", short, (world) => [["", world.gain.map((gain, year) => gain - worlds.twin.gain[year])]], "cluster"],
    ["Prices, first year = 1", short, (world) => names(data.products).map((name, i) => [name, world.price[i].map((price) => price / world.price[i][0])]), "cluster"],
    ["Infrastructure, level", short, many("level", names(data.infrastructure)), "cluster"],
    ["Budget of the company, " + data.currency, short, (world) => [["", world.budget]], "cluster"],
  ];

  const drawYears = () => {
    figures.forEach(([title, form, linesOf, only], place) => {
      const series = [];
      for (const name of ["cluster", "twin"]) {
        if (name === "twin" && (only || !at("twin").checked)) continue;
        linesOf(worlds[name]).forEach(([label, values], i) => {
          series.push({
            name: only ? label || name : label ? label + ", " + name : name, values,
            dashed: name === "twin" && "dashed", colour: only && label ? colours[i % colours.length] : name === "twin" ? "#6b6b6b" : colours[0],
          });
        });
      }
      figureCharts[place].setOption(lines({ title, years: data.years, form, series }), true);
    });
  };

  const drawMap = () => {
    const year = +at("year").value;
    at("year-shown").textContent = data.years[year];
    at("map-said").textContent = "Shown: " + at("map-world").value + ", " + data.years[year] + ".";
    mapChart.setOption(map({ data, world: worlds[at("map-world").value], year, waste: chosen(), element: at("map") }), true);
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
    const shown = ["cluster", "twin"].filter((name) => name === "cluster" || at("twin").checked);
    eventChart.setOption(events({ data, worlds: shown, element: at("events") }), true);
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
