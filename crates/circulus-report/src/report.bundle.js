// Generated from web/report and web/charts by 'npm run report' in web/. Change those.
"use strict";
(() => {
  // charts/html.ts
  var ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  var escape = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

  // charts/numbers.ts
  var NO_BREAK = " ";
  var numbersIn = (words) => {
    const local = (value) => String(value).replace(".", words.decimal);
    const short = (value) => {
      for (let ending = words.short.length - 1; ending >= 0; ending--) {
        const size = 1e3 ** (ending + 1);
        if (Math.abs(value) >= size) {
          return local(Number((value / size).toPrecision(3))) + NO_BREAK + words.short[ending];
        }
      }
      return local(Number(value.toPrecision(3)));
    };
    const percent = (value) => local(Number((100 * value).toFixed(1))) + NO_BREAK + "%";
    return { local, short, percent };
  };

  // charts/style.ts
  var BLUE = "#0072b2";
  var ORANGE = "#d55e00";
  var COLOURS = [BLUE, ORANGE, "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];
  var GREY = "#6b6b6b";
  var BLACK = "#1b1f24";
  var WHITE = "#ffffff";
  var colourOf = (place) => COLOURS[place % COLOURS.length] ?? BLUE;
  var base = (words) => ({
    animation: false,
    textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" },
    aria: { enabled: words.describe ?? false, decal: { show: false } }
  });

  // charts/events.ts
  var kindsOf = (words, data2) => {
    const ends = words.ends ?? [];
    const own = data2.risks.length - ends.length;
    return data2.risks.map((name, kind) => ends[kind - own] ?? name);
  };
  var events = (words, { data: data2, worlds, element }) => {
    const kinds = kindsOf(words, data2);
    const losses = worlds.flatMap((name) => data2.worlds[name].events.map((event) => event[4]));
    const largest = Math.max(1, ...losses);
    const series = worlds.map((name) => ({
      type: "scatter",
      name: words[name],
      world: name,
      color: name === "twin" ? GREY : ORANGE,
      symbol: name === "twin" ? "emptyCircle" : "circle",
      itemStyle: { opacity: 0.75 },
      data: data2.worlds[name].events.map((event) => ({
        value: [data2.years.indexOf(event[0]), event[1]],
        symbolSize: 7 + 23 * Math.sqrt(event[4] / largest),
        event,
        world: name
      }))
    }));
    return {
      ...base(words),
      legend: { top: 0, left: 0, itemGap: 16 },
      grid: {
        left: 8,
        right: 16,
        top: 32,
        bottom: 8,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel"
      },
      tooltip: {
        confine: true,
        formatter: (of) => {
          const { data: point } = Array.isArray(of) ? of[0] : of;
          const { event, world } = point;
          return told(words, data2, kinds, event, words[world]);
        }
      },
      xAxis: { type: "category", data: data2.years },
      yAxis: {
        type: "category",
        data: kinds,
        axisLabel: { width: element.clientWidth < 500 ? 90 : 220, overflow: "truncate" },
        splitLine: { show: true }
      },
      series
    };
  };
  var told = (words, data2, kinds, event, world) => {
    const { short } = numbersIn(words);
    const [year2, kind, plant, member, loss, covered, released] = event;
    const currency = escape(data2.currency);
    const lines2 = [`${year2}, ${world}: ${escape(kinds[kind])}`];
    if (plant !== null) lines2.push(escape(data2.plants[plant].name) + (member ? `, ${words.member}` : ""));
    lines2.push(`${words.loss} ${short(loss)} ${currency}, ${words.covered} ${short(covered)}`);
    if (released > 0) lines2.push(`${words.released} ${short(released)} ${words.t}`);
    return lines2.join("<br>");
  };

  // charts/lines.ts
  var lines = (words, { title, years, form, series }) => ({
    ...base(words),
    title: { text: title, left: 0, textStyle: { fontSize: 13, width: 400, overflow: "truncate" } },
    legend: {
      type: "scroll",
      top: 27,
      left: 0,
      itemGap: 16,
      textStyle: { fontSize: 12 },
      data: series.map(({ name }) => name)
    },
    tooltip: { trigger: "axis", valueFormatter: (value) => form(value), confine: true },
    grid: { left: 64, right: 12, top: 62, bottom: 28 },
    xAxis: { type: "category", data: years },
    yAxis: { type: "value", axisLabel: { formatter: form } },
    series: series.flatMap(drawn)
  });
  var drawn = ({ name, values, colour, dash, band }) => {
    const line = {
      type: "line",
      name,
      data: values,
      symbol: "circle",
      symbolSize: 5,
      showSymbol: false,
      color: colour,
      lineStyle: { width: 2.5, type: dash ?? "solid" }
    };
    if (!band) return [line];
    const [low, high] = band;
    const edge = {
      type: "line",
      stack: name,
      symbol: "none",
      silent: true,
      lineStyle: { width: 0 },
      color: colour,
      tooltip: { show: false },
      stackStrategy: "all"
    };
    return [
      { ...edge, name: name + " low", data: low },
      {
        ...edge,
        name: name + " high",
        data: high.map((bound, i) => bound - (low[i] ?? 0)),
        areaStyle: { color: colour, opacity: 0.18 }
      },
      line
    ];
  };

  // charts/plane.ts
  var KM_PER_DEGREE_EAST = 111.32;
  var KM_PER_DEGREE_NORTH = 110.57;
  var MARGIN = 60;
  var placesOf = (plants) => {
    const middle = plants.reduce((total, { lat }) => total + lat, 0) / Math.max(1, plants.length);
    const narrower = Math.cos(middle * Math.PI / 180);
    return plants.map(({ lat, lon }) => [lon * KM_PER_DEGREE_EAST * narrower, lat * KM_PER_DEGREE_NORTH]);
  };
  var frameOf = (places2, wide, high) => {
    const [xs, ys] = [places2.map(([x2]) => x2), places2.map(([, y2]) => y2)];
    const [west, east] = [Math.min(...xs), Math.max(...xs)];
    const [south, north] = [Math.min(...ys), Math.max(...ys)];
    const kmPerPixel = Math.max(
      (east - west) / Math.max(1, wide - MARGIN),
      (north - south) / Math.max(1, high - MARGIN),
      1e-6
    );
    const [halfWide, halfHigh] = [wide / 2 * kmPerPixel, high / 2 * kmPerPixel];
    const [x, y] = [(west + east) / 2, (south + north) / 2];
    return { left: x - halfWide, right: x + halfWide, bottom: y - halfHigh, top: y + halfHigh };
  };
  var scaleBar = (kmPerPixel, label) => {
    const most = 100 * kmPerPixel;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
    return [
      {
        type: "line",
        left: 16,
        bottom: 16,
        shape: { x1: 0, y1: 0, x2: km / kmPerPixel, y2: 0 },
        style: { stroke: BLACK, lineWidth: 2 },
        silent: true
      },
      {
        type: "text",
        left: 16,
        bottom: 22,
        style: { text: label(km), fill: BLACK, fontSize: 12 },
        silent: true
      }
    ];
  };

  // charts/map.ts
  var SYMBOLS = {
    mining: "triangle",
    beneficiation: "diamond",
    metallurgy: "rect",
    power: "roundRect",
    converter: "circle"
  };
  var map = (words, of) => {
    const { data: data2, element } = of;
    const places2 = placesOf(data2.plants);
    const frame = frameOf(places2, element.clientWidth, element.clientHeight);
    const axis = (min, max) => ({ type: "value", min, max, show: false });
    const kmPerPixel = (frame.right - frame.left) / Math.max(1, element.clientWidth);
    return {
      ...base(words),
      tooltip: { confine: true },
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: axis(frame.left, frame.right),
      yAxis: axis(frame.bottom, frame.top),
      series: [flowsOf(words, of, places2), plantsOf(words, of, places2, frame)],
      graphic: scaleBar(kmPerPixel, (km) => numbersIn(words).local(km) + " " + words.km)
    };
  };
  var flowsOf = (words, { data: data2, world, year: year2, waste: waste2 }, places2) => {
    const { short } = numbersIn(words);
    const flows = (world.flows[year2] ?? []).filter((flow) => waste2 === null || flow[2] === waste2);
    const most = Math.max(1, ...flows.map(([, , , t]) => t));
    const line = (flow) => {
      const [from, to, of, t] = flow;
      const [giver, taker] = [escape(data2.plants[from].name), escape(data2.plants[to].name)];
      const moved = `${escape(data2.wastes[of].name)}: ${short(t)} ${words.t}`;
      return {
        coords: [places2[from], places2[to]],
        flow,
        lineStyle: { width: 1 + 7 * t / most, color: colourOf(of), opacity: 0.7, curveness: 0.15 },
        tooltip: { formatter: () => `${giver} → ${taker}<br>${moved}` }
      };
    };
    return {
      type: "lines",
      coordinateSystem: "cartesian2d",
      polyline: false,
      z: 1,
      symbol: ["none", "arrow"],
      symbolSize: 7,
      data: flows.map(line)
    };
  };
  var plantsOf = (words, of, places2, frame) => {
    const { data: data2, world, year: year2, names } = of;
    const { short } = numbersIn(words);
    const largest = Math.max(1, ...world.stock_of.map((stock) => stock[year2]));
    const turn = frame.left + 0.6 * (frame.right - frame.left);
    return {
      type: "scatter",
      z: 2,
      labelLayout: { hideOverlap: true },
      data: data2.plants.map((plant, i) => {
        const [stock, member] = [world.stock_of[i][year2], world.members_of[i][year2] > 0];
        const head = `${escape(plant.name)} (${words.stage[plant.stage] ?? plant.stage})`;
        const rest = `${member ? words.member : words.not_member}; ${words.stockpile} ${short(stock)} ${words.t}`;
        return {
          value: places2[i],
          plant: i,
          symbol: SYMBOLS[plant.stage],
          symbolSize: 7 + 22 * Math.sqrt(stock / largest),
          itemStyle: { color: member ? BLUE : WHITE, borderColor: BLACK, borderWidth: 1.2, opacity: 0.9 },
          label: {
            show: names ?? false,
            formatter: plant.name,
            position: places2[i][0] > turn ? "left" : "right",
            fontSize: 11,
            lineHeight: 12,
            color: BLACK,
            textBorderColor: WHITE,
            textBorderWidth: 2,
            width: 110,
            overflow: "break"
          },
          tooltip: { formatter: () => `${head}<br>${rest}` }
        };
      })
    };
  };

  // charts/data.ts
  var WORLDS = ["cluster", "twin"];

  // charts/index.ts
  var chartsIn = (words) => ({
    words,
    ...numbersIn(words),
    lines: (of) => lines(words, of),
    map: (of) => map(words, of),
    events: (of) => events(words, of),
    kinds: (data2) => kindsOf(words, data2)
  });

  // common/dom.ts
  var byId = (id, kind) => {
    const element = document.getElementById(id);
    if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} called ${id}`);
    return element;
  };

  // report/figures.ts
  var figuresOf = (data2, { short, percent }) => {
    const money = data2.currency;
    const names = (list) => list.map(({ name }) => name);
    const total = (lists) => data2.years.map((_, year2) => lists.reduce((sum, list) => sum + list[year2], 0));
    const byWaste = (key) => (world, waste2) => [
      ["", waste2 === null ? total(world[key]) : world[key][waste2]]
    ];
    const each = (key, labels) => (world) => labels.map((label, i) => [label, world[key][i]]);
    const useRate = (world, waste2) => {
      if (waste2 === null) return world.use_rate;
      const [reused, generated] = [world.reused[waste2], world.generated[waste2]];
      return data2.years.map((_, year2) => generated[year2] > 0 ? reused[year2] / generated[year2] : 0);
    };
    const gainBeyondTwin = ({ gain }) => gain.map((value, year2) => value - data2.worlds.twin.gain[year2]);
    const prices = ({ price }) => names(data2.products).map((name, i) => [name, price[i].map((value) => value / price[i][0])]);
    return [
      { title: "Use rate", form: percent, lines: (world, waste2) => [["", useRate(world, waste2)]] },
      { title: "Stockpiles, t", form: short, lines: byWaste("stock") },
      { title: "Converted, t a year", form: short, lines: byWaste("converted") },
      { title: "Released into the environment, t a year", form: short, lines: byWaste("released") },
      { title: "Members", form: short, lines: (world) => [["", world.members]] },
      { title: `Gain of deals, ${money} a year`, form: short, lines: (world) => [["", world.gain]] },
      {
        title: `Synergy by channel (the cluster's account), ${money} a year`,
        form: short,
        lines: each("synergy", data2.channels),
        ofCluster: true
      },
      { title: `Losses from events, ${money} a year`, form: short, lines: (world) => [["", world.losses]] },
      {
        title: `Gain beyond the twin's (counterfactual), ${money} a year`,
        form: short,
        lines: (world) => [["", gainBeyondTwin(world)]],
        ofCluster: true
      },
      { title: "Prices, first year = 1", form: short, lines: prices, ofCluster: true },
      {
        title: "Infrastructure, level",
        form: short,
        lines: each("level", names(data2.infrastructure)),
        ofCluster: true
      },
      {
        title: `Budget of the company, ${money}`,
        form: short,
        lines: (world) => [["", world.budget]],
        ofCluster: true
      }
    ];
  };
  var seriesOf = (figure, data2, waste2, twin2) => WORLDS.filter((name) => name === "cluster" || twin2 && !figure.ofCluster).flatMap(
    (name) => figure.lines(data2.worlds[name], waste2).map(([label, values], i) => {
      if (figure.ofCluster) return { name: label || name, values, colour: label ? colourOf(i) : BLUE };
      const line = { name: label ? `${label}, ${name}` : name, values };
      return name === "twin" ? { ...line, colour: GREY, dash: "dashed" } : { ...line, colour: BLUE };
    })
  );

  // report/sankey.ts
  var flowsOf2 = (data2, { chains, residue_share }, waste2) => {
    const nodes = /* @__PURE__ */ new Map();
    const links = /* @__PURE__ */ new Map();
    const flow = (source, target, t) => {
      if (t <= 0) return;
      for (const [key2, name] of [source, target]) nodes.set(key2, name);
      const key = `${source[0]}
${target[0]}`;
      const value = (links.get(key)?.value ?? 0) + t;
      links.set(key, { source: source[0], target: target[0], value });
    };
    const ofWaste = (index) => [`waste ${index}`, data2.wastes[index].name];
    const shown = chains.filter(([, index]) => waste2 === null || data2.technologies[index].waste === waste2);
    const residues = new Set(
      shown.map(([, index]) => data2.technologies[index]).map((of) => of.residue_t > 0 ? of.residue : null)
    );
    for (const [stage, index, t] of shown) {
      const technology = data2.technologies[index];
      const at = [`technology ${index}`, technology.name];
      const ofResidue = residues.has(technology.waste) ? residue_share[technology.waste] : 0;
      flow([`stage ${stage}`, stage], ofWaste(technology.waste), t * (1 - ofResidue));
      flow(ofWaste(technology.waste), at, t);
      flow(["added", "added material"], at, t * technology.added);
      for (const [product, perT] of technology.products)
        flow(at, [`product ${product}`, data2.products[product].name], t * perT);
      if (technology.residue !== null) flow(at, ofWaste(technology.residue), t * technology.residue_t);
      flow(at, ["loss", "water, gas, carbon"], t * technology.loss);
    }
    return { nodes, links };
  };
  var sankey = ({ words, short }, { data: data2, world, waste: waste2, element }) => {
    const { nodes, links } = flowsOf2(data2, world, waste2);
    const narrow = element.clientWidth < 500;
    const nameOf = (key) => nodes.get(key) ?? key;
    const series = {
      type: "sankey",
      left: 4,
      right: narrow ? 90 : 170,
      nodeWidth: 12,
      nodeGap: 8,
      draggable: false,
      emphasis: { focus: "adjacency" },
      lineStyle: { color: "source", opacity: 0.4 },
      label: {
        fontSize: narrow ? 10 : 12,
        width: narrow ? 80 : 160,
        overflow: "truncate",
        formatter: ({ name }) => nameOf(name)
      },
      tooltip: {
        formatter: (one) => {
          const tonnes = `${short(one.value)} t`;
          if (one.dataType !== "edge") return `${escape(nameOf(one.name))}: ${tonnes}`;
          const { source, target } = one.data;
          return `${escape(nameOf(source))} → ${escape(nameOf(target))}: ${tonnes}`;
        }
      },
      data: [...nodes.keys()].map((name, i) => ({ name, itemStyle: { color: colourOf(i) } })),
      links: [...links.values()]
    };
    return {
      ...base(words),
      title: { show: links.size === 0, text: "Nothing was converted.", left: "center", top: "middle" },
      tooltip: { confine: true, valueFormatter: (t) => `${short(t)} t` },
      series: links.size === 0 ? [] : [series]
    };
  };

  // report/table.ts
  var sortable = (table) => {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      head.querySelector("button")?.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const order = (a, b) => compare(keyOf(a, column), keyOf(b, column));
        body.append(...[...body.rows].sort((a, b) => down ? order(b, a) : order(a, b)));
      });
    });
  };
  var keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent;
  };
  var compare = (a, b) => Number.isNaN(Number(a)) ? a.localeCompare(b) : Number(a) - Number(b);

  // report/words.ts
  var WORDS = {
    describe: true,
    decimal: ".",
    short: ["k", "M", "bn", "tn"],
    km: "km",
    t: "t",
    member: "member",
    not_member: "not a member",
    stockpile: "stockpile",
    loss: "loss",
    covered: "covered",
    released: "released",
    cluster: "cluster",
    twin: "twin",
    stage: {
      mining: "mining",
      beneficiation: "beneficiation",
      metallurgy: "metallurgy",
      power: "power",
      converter: "converter"
    }
  };

  // report/main.ts
  var data = JSON.parse(byId("data", HTMLScriptElement).text);
  var charts = chartsIn(WORDS);
  var figures = figuresOf(data, charts);
  var twin = byId("twin", HTMLInputElement);
  var waste = byId("waste", HTMLSelectElement);
  var year = byId("year", HTMLInputElement);
  var mapWorld = byId("map-world", HTMLSelectElement);
  var sankeyWorld = byId("sankey-world", HTMLSelectElement);
  var places = {
    map: byId("map", HTMLDivElement),
    sankey: byId("sankey", HTMLDivElement),
    events: byId("events", HTMLDivElement)
  };
  var chosenWaste = () => waste.value === "" ? null : Number(waste.value);
  var worldOf = (select) => data.worlds[select.value];
  var figurePlaces = figures.map(({ title }) => {
    const place = document.createElement("div");
    place.className = "chart";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${title}, year by year`);
    byId("charts", HTMLDivElement).append(place);
    return place;
  });
  var made = new Map(
    [...figurePlaces, ...Object.values(places)].map((place) => [
      place,
      echarts.init(place, null, { renderer: "svg" })
    ])
  );
  var draw = (place, option) => made.get(place)?.setOption(option, true);
  var drawFigures = () => {
    figures.forEach((figure, i) => {
      const { title, form } = figure;
      const series = seriesOf(figure, data, chosenWaste(), twin.checked);
      draw(figurePlaces[i], charts.lines({ title, years: data.years, form, series }));
    });
  };
  var drawMap = () => {
    const place = Number(year.value);
    const shown = String(data.years[place]);
    byId("year-shown", HTMLOutputElement).textContent = shown;
    byId("map-said", HTMLSpanElement).textContent = `Shown: ${mapWorld.value}, ${shown}.`;
    const of = { data, world: worldOf(mapWorld), year: place, waste: chosenWaste(), element: places.map };
    draw(places.map, charts.map(of));
  };
  var drawSankey = () => {
    const of = { data, world: worldOf(sankeyWorld), waste: chosenWaste(), element: places.sankey };
    draw(places.sankey, sankey(charts, of));
  };
  var drawEvents = () => {
    const worlds = WORLDS.filter((name) => name === "cluster" || twin.checked);
    draw(places.events, charts.events({ data, worlds, element: places.events }));
  };
  var drawFitted = () => {
    drawMap();
    drawSankey();
    drawEvents();
  };
  var drawAll = () => {
    drawFigures();
    drawFitted();
  };
  var fit = () => {
    for (const chart of made.values()) chart.resize();
    drawFitted();
  };
  waste.append(new Option("all wastes", ""), ...data.wastes.map(({ name }, i) => new Option(name, String(i))));
  year.max = year.value = String(data.years.length - 1);
  sortable(byId("plants", HTMLTableElement));
  for (const control of [twin, waste]) control.addEventListener("change", drawAll);
  for (const control of [year, mapWorld]) control.addEventListener("input", drawMap);
  sankeyWorld.addEventListener("change", drawSankey);
  addEventListener("resize", fit);
  addEventListener("beforeprint", fit);
  drawAll();
})();
