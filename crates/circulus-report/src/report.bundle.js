// Generated from web/report and web/charts by 'npm run report' in web/. Change those.
"use strict";
(() => {
  // charts/numbers.ts
  var NO_BREAK = " ";
  var numbersIn = (words2) => {
    const local = (value) => String(value).replace(".", words2.decimal).replace("-", "−");
    const short = (value) => {
      for (let ending = words2.short.length - 1; ending >= 0; ending--) {
        const size = 1e3 ** (ending + 1);
        if (Math.abs(value) >= size) {
          return local(Number((value / size).toPrecision(3))) + NO_BREAK + words2.short[ending];
        }
      }
      return local(Number(value.toPrecision(3)));
    };
    const tonnes2 = (value) => {
      const thousands = Math.floor(Math.log10(Math.max(1, Number(Math.abs(value).toPrecision(3)))) / 3);
      const place = Math.min(words2.tonnes.length - 1, thousands);
      return local(Number((value / 1e3 ** place).toPrecision(3))) + NO_BREAK + words2.tonnes[place];
    };
    const percent = (value) => local(Number((100 * value).toFixed(1))) + NO_BREAK + "%";
    return { local, short, tonnes: tonnes2, percent };
  };

  // charts/events.ts
  var kindsOf = ({ ends }, { risks }) => [
    ...risks.slice(0, risks.length - ends.length),
    ...ends
  ];
  var told = (words2, data2, event, world) => {
    const { short, tonnes: tonnes2 } = numbersIn(words2);
    const [year2, kind, plant, member, loss, covered, released] = event;
    const lines = [`${year2}, ${world}: ${kindsOf(words2, data2)[kind]}`];
    if (plant !== null) lines.push(data2.plants[plant].name + (member ? `, ${words2.member}` : ""));
    lines.push(`${words2.loss} ${short(loss)} ${data2.currency}, ${words2.covered} ${short(covered)}`);
    if (released > 0) lines.push(`${words2.released} ${tonnes2(released)}`);
    return lines;
  };

  // charts/data.ts
  var WORLDS = ["cluster", "twin"];

  // charts/measure.ts
  var FAMILY = "system-ui, 'Segoe UI', Roboto, sans-serif";
  var known = /* @__PURE__ */ new Map();
  var pen;
  var widthOf = (text, font) => {
    const key = `${font} ${text}`;
    let wide = known.get(key);
    if (wide === void 0) {
      pen ??= document.createElement("canvas").getContext("2d");
      if (pen) pen.font = `700 ${font}px ${FAMILY}`;
      wide = pen ? pen.measureText(text).width : text.length * font * 0.62;
      known.set(key, wide);
    }
    return wide;
  };
  var labelScale = (element) => Number(getComputedStyle(element).getPropertyValue("--label-scale")) || 1;
  var sizes = /* @__PURE__ */ new WeakMap();
  var watch = new ResizeObserver((entries) => {
    for (const { target } of entries) sizes.delete(target);
  });
  var forgetSizes = () => {
    sizes = /* @__PURE__ */ new WeakMap();
  };
  var sizeOf = (element) => {
    let size = sizes.get(element);
    if (!size) {
      size = { wide: element.clientWidth, high: element.clientHeight, larger: labelScale(element) };
      if (size.wide > 0) {
        sizes.set(element, size);
        watch.observe(element);
      }
    }
    return size;
  };
  var parts = (text) => text.match(/[^\s-]+(?:-|\s+|$)|-\s*/g) ?? [text];
  var wrapped = (text, font, wide) => {
    const lines = [];
    for (const part of parts(text)) {
      const last2 = lines.at(-1);
      if (last2 !== void 0 && widthOf((last2 + part).trimEnd(), font) <= wide)
        lines[lines.length - 1] = last2 + part;
      else lines.push(part);
    }
    return lines.map((line) => line.trimEnd());
  };

  // charts/style.ts
  var INK = {
    cluster: "var(--cluster, #0a5fa8)",
    twin: "var(--twin, #6a6f76)",
    change: "var(--change, #b8480c)",
    text: "var(--ink, #1c2227)",
    soft: "var(--soft, #565f68)",
    line: "var(--line, #d8d4c8)",
    paper: "var(--panel, #ffffff)",
    heap: "var(--heap, #d9c7a3)",
    heapEdge: "var(--heap-edge, #a88f5f)"
  };
  var WASTES = [
    "#b5542a",
    "#2c8c6b",
    "#b04a97",
    "#c98f00",
    "#6c4fb5",
    "#6d8a1f",
    "#d0566f",
    "#1f9aad",
    "#8a5b2c",
    "#3d7a3a",
    "#9a3434",
    "#7d6fd0"
  ];
  var wasteColour = (place) => {
    const at = place % WASTES.length;
    return `var(--waste-${at + 1}, ${WASTES[at]})`;
  };

  // charts/map/scale.ts
  var known2 = /* @__PURE__ */ new WeakMap();
  var scaleOf = (data2) => {
    let scale = known2.get(data2);
    if (!scale) {
      const worlds = WORLDS.map((name) => data2.worlds[name]);
      scale = {
        heap: round(largest(worlds.flatMap(({ stock_of }) => stock_of.flat()))),
        flow: round(largest(worlds.flatMap(({ flows }) => flows.flat().map(([, , , t]) => t))))
      };
      known2.set(data2, scale);
    }
    return scale;
  };
  var largest = (values) => values.reduce((most, value) => Math.max(most, value), 0);
  var round = (value) => {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
    return ([1, 2, 3, 5].find((step) => step * power >= value * 0.9999) ?? 10) * power;
  };
  var heapRadius = (t, scale, most) => most * Math.sqrt(t / scale.heap);
  var flowWidth = (t, scale, most) => Math.max(1.2, most * t / scale.flow);
  var largestHeaps = (data2) => data2.plants.map((_, plant) => largest(WORLDS.flatMap((name) => data2.worlds[name].stock_of[plant])));

  // charts/svg.ts
  var SPACE = "http://www.w3.org/2000/svg";
  var set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    return element;
  };
  var svg = (name, attributes = {}, ...children) => {
    const element = set(document.createElementNS(SPACE, name), attributes);
    element.append(...children);
    return element;
  };
  var px = (value) => String(Math.round(value * 10) / 10);

  // charts/map/signs.ts
  var CORNERS = {
    mining: [3, 0, 1.25],
    beneficiation: [4, 0, 1.2],
    metallurgy: [4, 45, 1.2],
    power: [5, 0, 1.1],
    legacy: [3, 180, 1.25]
  };
  var STAGES = ["mining", "beneficiation", "metallurgy", "power", "converter", "legacy"];
  var signOf = (stage, radius) => {
    const shape = CORNERS[stage];
    if (!shape) {
      const [half, whole] = [px(radius), px(2 * radius)];
      return `M-${half} 0a${half} ${half} 0 1 0 ${whole} 0a${half} ${half} 0 1 0 -${whole} 0Z`;
    }
    const [corners, turn, size] = shape;
    const points = Array.from({ length: corners }, (_, corner) => {
      const angle = (turn + 360 * corner / corners) * Math.PI / 180;
      return `${px(radius * size * Math.sin(angle))} ${px(-radius * size * Math.cos(angle))}`;
    });
    return `M${points.join("L")}Z`;
  };
  var HEAP = "M-1 0A1 1 0 0 1 1 0Z";

  // charts/plane.ts
  var KM_PER_DEGREE_EAST = 111.32;
  var KM_PER_DEGREE_NORTH = 110.57;
  var placesOf = (plants) => {
    const middle = plants.reduce((total, { lat }) => total + lat, 0) / Math.max(1, plants.length);
    const narrower = Math.cos(middle * Math.PI / 180);
    return plants.map(({ lat, lon }) => [lon * KM_PER_DEGREE_EAST * narrower, lat * KM_PER_DEGREE_NORTH]);
  };
  var extentOf = (places2) => {
    const [xs, ys] = [places2.map(([x]) => x), places2.map(([, y]) => y)];
    const [west, east] = [Math.min(...xs), Math.max(...xs)];
    const [south, north] = [Math.min(...ys), Math.max(...ys)];
    return { west, east, south, north, wide: east - west, high: north - south };
  };
  var viewOf = (places2, [left, top, right, bottom]) => {
    const { west, east, south, north, wide, high } = extentOf(places2);
    const kmPerPixel = Math.max(wide / Math.max(1, right - left), high / Math.max(1, bottom - top), 1e-6);
    const [x, y] = [(west + east) / 2, (south + north) / 2];
    return {
      kmPerPixel,
      project: ([east2, north2]) => [
        (left + right) / 2 + (east2 - x) / kmPerPixel,
        (top + bottom) / 2 - (north2 - y) / kmPerPixel
      ]
    };
  };
  var barOf = (kmPerPixel, pixels) => {
    const most = pixels * kmPerPixel;
    const power = 10 ** Math.floor(Math.log10(most));
    return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  };

  // charts/map/bend.ts
  var BENDS = [0.14, -0.14, 0.26, -0.26, 0.4, -0.4, 0.58, -0.58, 0.8, -0.8];
  var SAMPLES = 14;
  var controlOf = ([x1, y1], [x2, y2], bend) => [
    (x1 + x2) / 2 - bend * (y2 - y1),
    (y1 + y2) / 2 + bend * (x2 - x1)
  ];
  var along = ([x1, y1], [cx, cy], [x2, y2], part) => {
    const rest = 1 - part;
    return [
      rest * rest * x1 + 2 * rest * part * cx + part * part * x2,
      rest * rest * y1 + 2 * rest * part * cy + part * part * y2
    ];
  };
  var bendsOf = (from, to, ground) => BENDS.map((bend, order) => ({ bend, cost: order + costOf(from, to, bend, ground) })).sort((a, b) => a.cost - b.cost).map(({ bend }) => bend);
  var costOf = (from, to, bend, { places: places2, clear, names, wide, high }) => {
    const [start, end] = [places2[from], places2[to]];
    const control = controlOf(start, end, bend);
    let cost = 0;
    for (let sample = 1; sample < SAMPLES; sample++) {
      const [x, y] = along(start, control, end, sample / SAMPLES);
      if (x < 4 || y < 4 || x > wide - 4 || y > high - 4) cost += 30;
      places2.forEach(([px2, py], plant) => {
        if (plant === from || plant === to) return;
        const distance = Math.hypot(px2 - x, py - y);
        if (distance < clear) cost += 20 * (1 - distance / clear);
      });
      for (const [left, top, right, bottom] of names) {
        if (x > left && x < right && y > top && y < bottom) cost += 2;
      }
    }
    return cost;
  };

  // charts/spread.ts
  var ROUNDS = 60;
  var ANGLE = 2.399963;
  var spread = (places2, apart, [left, top, right, bottom]) => {
    const points = places2.map(([x, y]) => [x, y]);
    for (let round2 = 0; round2 < ROUNDS; round2++) {
      let moved2 = false;
      for (let a = 0; a < points.length; a++) {
        for (let b = a + 1; b < points.length; b++) {
          const [one, other] = [points[a], points[b]];
          let [x, y] = [other[0] - one[0], other[1] - one[1]];
          let distance = Math.hypot(x, y);
          const missing = apart(a, b) - distance;
          if (missing <= 0.1) continue;
          if (distance < 0.5) {
            [x, y, distance] = [Math.cos(ANGLE * b), Math.sin(ANGLE * b), 1];
          }
          const push = 0.5 * missing / distance;
          one[0] -= push * x;
          one[1] -= push * y;
          other[0] += push * x;
          other[1] += push * y;
          moved2 = true;
        }
      }
      for (const point2 of points) {
        point2[0] = Math.min(right, Math.max(left, point2[0]));
        point2[1] = Math.min(bottom, Math.max(top, point2[1]));
      }
      if (!moved2) break;
    }
    return points;
  };
  var spreadAlong = (wishes, sizes2, from, to) => {
    const total = sizes2.reduce((sum, size) => sum + size, 0);
    const squeeze = Math.min(1, (to - from) / Math.max(1, total));
    const starts = [];
    let free = from;
    wishes.forEach((wish, i) => {
      starts.push(Math.max(free, wish - squeeze * sizes2[i] / 2));
      free = starts[i] + squeeze * sizes2[i];
    });
    let limit = to;
    for (let i = starts.length - 1; i >= 0; i--) {
      starts[i] = Math.min(starts[i], limit - squeeze * sizes2[i]);
      limit = starts[i];
    }
    return starts.map((start, i) => start + squeeze * sizes2[i] / 2);
  };

  // charts/map/names.ts
  var LINE = 1.15;
  var TOP = 42;
  var widest = (lines, font) => Math.max(0, ...lines.map((line) => widthOf(line, font)));
  var overlap = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  var coverOf = ({ at: [x, y], sign, heap }) => [
    x - Math.max(sign, heap),
    y - Math.max(sign, heap),
    x + Math.max(sign, heap),
    y + sign
  ];
  var placeNames = (names, spots, sheet) => sheet.column > 0 ? inColumns(names, spots, sheet) : beside(names, spots, sheet);
  var barBox = ({ high }) => [0, high - 40, 115, high];
  var beside = (names, spots, sheet) => {
    const covers = [...spots.map(coverOf), barBox(sheet)];
    const placed = names.map(() => void 0);
    for (let turn = 0; turn < 3; turn++) {
      names.forEach((name, i) => {
        const others = placed.flatMap((other, j) => other && j !== i ? [other.box] : []);
        let least = Infinity;
        for (const [near, choice] of choicesOf(name, spots[i], sheet).entries()) {
          const [left, top, right, bottom] = choice.box;
          const outside = Math.max(0, 2 - left, 2 - top, right - sheet.wide + 2, bottom - sheet.high + 2);
          const covered = [...covers, ...others].reduce((sum, box) => sum + overlap(choice.box, box), 0);
          const cost = 1e3 * outside + 4 * covered + 3 * near;
          if (cost < least) [least, placed[i]] = [cost, choice];
        }
      });
    }
    return placed.filter((name) => name !== void 0);
  };
  var choicesOf = (name, spot, { font }) => {
    const choices = [];
    const {
      at: [x, y],
      sign
    } = spot;
    const heap = Math.max(sign, spot.heap);
    for (const gap of [4, 16, 30, 48]) {
      for (const lines of [wrapped(name, font, 7 * font), [name]]) {
        const [wide, high] = [widest(lines, font), lines.length * font * LINE];
        const sides = [
          ["middle", x, y + sign + gap],
          ["start", x + heap + gap, y - high / 2],
          ["end", x - heap - gap, y - high / 2],
          ["middle", x, y - heap - gap - high],
          ["start", x + sign + gap, y + sign + gap - 2],
          ["end", x - sign - gap, y + sign + gap - 2],
          ["start", x + 0.7 * heap + gap, y - 0.7 * heap - gap - high + 4],
          ["end", x - 0.7 * heap - gap, y - 0.7 * heap - gap - high + 4]
        ];
        for (const [anchor, across, top] of sides) {
          const left = anchor === "start" ? across : anchor === "end" ? across - wide : across - wide / 2;
          const box = [left, top, left + wide, top + high];
          choices.push({
            lines,
            at: [across, top + 0.8 * font],
            anchor,
            box,
            leader: gap > 4 ? [nearest(box, [x, y]), [x, y]] : null
          });
        }
      }
    }
    return choices;
  };
  var nearest = ([left, top, right, bottom], [x, y]) => [
    Math.min(right, Math.max(left, x)),
    Math.min(bottom, Math.max(top, y))
  ];
  var inColumns = (names, spots, sheet) => {
    const { wide, high, font, column } = sheet;
    const across = names.map((_, i) => i).sort((a, b) => spots[a].at[0] - spots[b].at[0] || a - b);
    const half = Math.ceil(names.length / 2);
    const placed = [];
    for (const [left, side] of [
      [true, across.slice(0, half)],
      [false, across.slice(half)]
    ]) {
      const order = [...side].sort((a, b) => spots[a].at[1] - spots[b].at[1] || a - b);
      const lines = order.map((i) => wrapped(names[i], font, column - 8));
      const sizes2 = lines.map((of) => of.length * font * LINE + 3);
      const middles = spreadAlong(
        order.map((i) => spots[i].at[1]),
        sizes2,
        TOP,
        high - 6
      );
      order.forEach((i, row) => {
        const [edge, middle] = [left ? column : wide - column, middles[row]];
        const tall = lines[row].length * font * LINE;
        const reach = widest(lines[row], font);
        placed[i] = {
          lines: lines[row],
          at: [edge, middle - tall / 2 + 0.8 * font],
          anchor: left ? "end" : "start",
          box: [left ? edge - reach : edge, middle - tall / 2, left ? edge : edge + reach, middle + tall / 2],
          leader: [[left ? edge + 3 : edge - 3, middle], spots[i].at]
        };
      });
    }
    return placed;
  };

  // charts/map/layout.ts
  var MANY = 15;
  var sheetOf = (plants, wide, high, larger) => {
    const narrow = wide < 420;
    if (plants < MANY) return { wide, high, font: (narrow ? 11 : 12.5) * larger, column: 0 };
    return {
      wide,
      high,
      font: (narrow ? 9 : 10.5) * larger,
      column: Math.round(Math.min(150 * larger, 0.29 * wide))
    };
  };
  var sizesOf = (plants, wide, high) => {
    const many = plants >= MANY;
    return {
      sign: many ? 5 : wide < 420 ? 6.5 : 8,
      most: { heap: 0.115 * Math.min(wide, high), flow: many ? 10 : 14 }
    };
  };
  var layoutOf = (data2, scale, wide, high, larger) => {
    const count = data2.plants.length;
    const sheet = sheetOf(count, wide, high, larger);
    const { column } = sheet;
    const { sign, most } = sizesOf(count, wide, high);
    const heaps = largestHeaps(data2).map((t) => heapRadius(t, scale, most.heap));
    const places2 = placesOf(data2.plants);
    const beside2 = column > 0 ? column + 22 : Math.max(most.heap + 16, Math.min(74, 0.13 * wide));
    const [above, below] = column > 0 ? [26, 26] : [most.heap + 14, 52];
    const { kmPerPixel, project } = viewOf(places2, [beside2, above, wide - beside2, high - below]);
    const real = places2.map(project);
    const apart = (a, b) => Math.max(2 * sign + (column > 0 ? 3 : 10), Math.min(0.8 * (heaps[a] + heaps[b]), 1.5 * most.heap));
    const moved2 = spread(real, apart, [beside2 - 12, above - 8, wide - beside2 + 12, high - below + 12]);
    const spots = moved2.map((at, plant) => ({ at, sign, heap: heaps[plant] }));
    const names = placeNames(
      data2.plants.map(({ name }) => name),
      spots,
      sheet
    );
    const ground = {
      places: moved2,
      clear: sign + (column > 0 ? 4 : 10),
      names: column > 0 ? [] : names.map(({ box }) => box),
      wide,
      high
    };
    const known3 = /* @__PURE__ */ new Map();
    const bends = (from, to) => {
      const key = from * count + to;
      let found = known3.get(key);
      if (!found) known3.set(key, found = bendsOf(from, to, ground));
      return found;
    };
    return { sheet, kmPerPixel, sign, most, spots, true: real, names, bends };
  };
  var fingerprint = (data2, wide, high, larger) => [wide, high, larger, ...data2.plants.map(({ id, name }) => `${id}:${name}`)].join("\n");

  // charts/map/legend.ts
  var drawLegend = (words2, into, { data: data2, element, scale = scaleOf(data2) }) => {
    const { tonnes: tonnes2 } = numbersIn(words2);
    const { wide, high } = sizeOf(element);
    const { most } = sizesOf(data2.plants.length, wide, high);
    const wastes = moved(data2);
    const shown = JSON.stringify([words2.key, scale, most, wastes.map((waste2) => data2.wastes[waste2].name)]);
    if (into.dataset.shown === shown) return;
    into.dataset.shown = shown;
    const heap = (t) => {
      const radius = heapRadius(t, scale, most.heap);
      const mound = svg("path", { d: HEAP, fill: INK.heap, stroke: INK.heapEdge });
      const at = `translate(${px(radius + 1)} ${px(radius + 1)}) scale(${px(radius)})`;
      mound.setAttribute("transform", at);
      mound.setAttribute("vector-effect", "non-scaling-stroke");
      return item(picture(2 * radius + 2, radius + 2, mound), tonnes2(t));
    };
    const flow = (t) => {
      const wide2 = flowWidth(t, scale, most.flow);
      const line = svg("path", { d: `M0 8H34`, stroke: INK.soft, "stroke-width": px(wide2) });
      return item(picture(34, 16, line), tonnes2(t));
    };
    const sign = (stage, member) => {
      const shape = svg("path", { d: signOf(stage, 6), stroke: INK.text, "stroke-width": 1.4 });
      shape.setAttribute("transform", "translate(9 9)");
      shape.setAttribute("fill", member ? INK.cluster : INK.paper);
      return picture(18, 18, shape);
    };
    const stages = STAGES.filter((stage) => data2.plants.some((plant) => plant.stage === stage));
    into.replaceChildren(
      group(words2.key.heap, heap(0.4 * scale.heap), heap(0.1 * scale.heap)),
      group(words2.key.flow, flow(scale.flow / 2), flow(scale.flow / 10)),
      group(
        words2.key.wastes,
        ...wastes.map((waste2) => {
          const dot = svg("path", { d: "M0 8H22", stroke: wasteColour(waste2), "stroke-width": 6 });
          return item(picture(22, 16, dot), data2.wastes[waste2].name);
        })
      ),
      group(words2.key.plants, ...stages.map((stage) => item(sign(stage, false), words2.stage[stage] ?? stage))),
      group("", item(sign("converter", true), words2.member), item(sign("converter", false), words2.not_member))
    );
  };
  var moved = (data2) => {
    const seen = new Set(WORLDS.flatMap((name) => data2.worlds[name].flows.flat().map(([, , waste2]) => waste2)));
    return data2.wastes.map((_, waste2) => waste2).filter((waste2) => seen.has(waste2));
  };
  var picture = (wide, high, ...shapes) => svg(
    "svg",
    { width: px(wide), height: px(high), viewBox: `0 0 ${px(wide)} ${px(high)}`, "aria-hidden": "true" },
    ...shapes
  );
  var item = (sign, text) => {
    const element = document.createElement("li");
    element.append(sign, ` ${text}`);
    return element;
  };
  var group = (title, ...items) => {
    const list = document.createElement("ul");
    list.append(...items);
    const element = document.createElement("div");
    element.className = "key";
    if (title) element.append(Object.assign(document.createElement("span"), { textContent: title }));
    element.append(list);
    return element;
  };

  // charts/map/flows.ts
  var GAP = 3;
  var flowsIn = (layout, scale, hooks) => {
    const element = svg("g", { class: "flows" });
    const drawn2 = /* @__PURE__ */ new Map();
    const draw = (key) => {
      let one = drawn2.get(key);
      if (!one) drawn2.set(key, one = ribbon(layout, scale, hooks));
      return one;
    };
    return {
      element,
      show: (flows) => {
        const shown = /* @__PURE__ */ new Set();
        const pairs = /* @__PURE__ */ new Map();
        for (const [from, to, waste2] of flows) {
          const pair = `${from}-${to}`;
          pairs.set(
            pair,
            [...pairs.get(pair) ?? [], waste2].sort((a, b) => a - b)
          );
        }
        for (const flow of [...flows].sort((a, b) => b[3] - a[3])) {
          const [from, to, waste2] = flow;
          const key = `${from}-${to}-${waste2}`;
          shown.add(key);
          const { group: group2, update } = draw(key);
          const bends = layout.bends(from, to);
          update(flow, bends[(pairs.get(`${from}-${to}`) ?? []).indexOf(waste2) % bends.length]);
          element.append(group2);
        }
        for (const [key, { group: group2 }] of drawn2) {
          if (shown.has(key)) continue;
          group2.remove();
          drawn2.delete(key);
        }
      }
    };
  };
  var ribbon = (layout, scale, { clicked, pointed }) => {
    let now;
    const line = svg("path", { fill: "none", "stroke-opacity": 0.78 });
    const tip = svg("path", { stroke: "none" });
    const grains = svg("path", {
      class: "grains",
      fill: "none",
      stroke: INK.paper,
      "stroke-linecap": "round",
      "stroke-dasharray": "0 13",
      "stroke-opacity": 0.9
    });
    const touch = svg("path", { class: "touch", fill: "none", stroke: "transparent", "stroke-width": 16 });
    const group2 = svg("g", { class: "flow" }, line, tip, grains, touch);
    touch.addEventListener("click", () => {
      if (now) clicked(now);
    });
    touch.addEventListener("pointermove", (event) => {
      pointed(now ?? null, event);
    });
    touch.addEventListener("pointerleave", (event) => {
      pointed(null, event);
    });
    const update = (flow, bend) => {
      now = flow;
      const [from, to, waste2, t] = flow;
      const wide = flowWidth(t, scale, layout.most.flow);
      const [body, head] = pathsOf(layout, from, to, bend, wide);
      const colour = wasteColour(waste2);
      set(line, { d: body, stroke: colour, "stroke-width": px(wide) });
      set(tip, { d: head, fill: colour });
      set(grains, { d: body, "stroke-width": px(Math.min(4, Math.max(1.6, 0.45 * wide))) });
      set(touch, { d: body });
      group2.dataset.flow = `${from}-${to}-${waste2}`;
    };
    return { group: group2, update };
  };
  var pathsOf = ({ spots, sign }, from, to, bend, wide) => {
    const [start, end] = [spots[from].at, spots[to].at];
    if (from === to) return loopOf(start, sign, wide);
    const control = controlOf(start, end, bend);
    const [leave, arrive] = [towards(start, control, sign + GAP), towards(end, control, sign + GAP)];
    const long = Math.max(7, 1.2 * wide);
    const foot = towards(arrive, control, long);
    return [
      `M${point(leave)}Q${point(control)} ${point(towards(arrive, control, long - 1))}`,
      tipOf(arrive, foot, Math.max(3.6, 0.85 * wide))
    ];
  };
  var loopOf = ([x, y], sign, wide) => {
    const [near, far] = [sign + GAP, 2.6 * sign + 10];
    const long = Math.max(7, 1.2 * wide);
    const arrive = [x + near * 0.4, y + near];
    const body = `M${point([x + near, y])}C${point([x + far, y])} ${point([x + far, y + far])} ${point([arrive[0] + long * 0.4, arrive[1] + long])}`;
    return [body, tipOf(arrive, [arrive[0] + long * 0.4, arrive[1] + long], Math.max(3.6, 0.85 * wide))];
  };
  var towards = ([x, y], [tx, ty], by) => {
    const distance = Math.max(1, Math.hypot(tx - x, ty - y));
    return [x + by * (tx - x) / distance, y + by * (ty - y) / distance];
  };
  var tipOf = (tip, foot, half) => {
    const [x, y] = [foot[0] - tip[0], foot[1] - tip[1]];
    const long = Math.max(1, Math.hypot(x, y));
    const [across, down] = [-half * y / long, half * x / long];
    return `M${point(tip)}L${point([foot[0] + across, foot[1] + down])}L${point([foot[0] - across, foot[1] - down])}Z`;
  };
  var point = ([x, y]) => `${px(x)} ${px(y)}`;

  // charts/tip.ts
  var tipIn = (element) => {
    let note = element.querySelector(".tip");
    if (!note) {
      note = document.createElement("div");
      note.className = "tip";
      note.hidden = true;
      Object.assign(note.style, { position: "absolute", pointerEvents: "none", zIndex: "3" });
      element.style.position = "relative";
      element.append(note);
    }
    const shown = note;
    return {
      show: (event, lines) => {
        shown.replaceChildren(
          ...lines.map((text) => Object.assign(document.createElement("div"), { textContent: text }))
        );
        shown.hidden = false;
        const { left, top, width } = element.getBoundingClientRect();
        const [x, y] = [event.clientX - left, event.clientY - top];
        shown.style.left = `${Math.max(4, Math.min(x + 14, width - shown.offsetWidth - 4))}px`;
        shown.style.top = `${Math.max(4, y - shown.offsetHeight - 12)}px`;
      },
      hide: () => {
        shown.hidden = true;
      }
    };
  };

  // charts/map/view.ts
  var drawn = /* @__PURE__ */ new WeakMap();
  var drawMap = (words2, of, clicks) => {
    const { data: data2, element } = of;
    const { wide, high, larger } = sizeOf(element);
    if (wide === 0 || high === 0) return;
    const [print, scale] = [fingerprint(data2, wide, high, larger), of.scale ?? scaleOf(data2)];
    let map = drawn.get(element);
    if (map?.of !== print || map.scale.heap !== scale.heap || map.scale.flow !== scale.flow) {
      map = {
        of: print,
        scale,
        show: build(words2, of, scale, layoutOf(data2, scale, wide, high, larger), clicks)
      };
      drawn.set(element, map);
    }
    map.show(of);
  };
  var build = (words2, { data: data2, element }, scale, layout, clicks) => {
    const { tonnes: tonnes2 } = numbersIn(words2);
    const { sheet, spots, names, sign, most } = layout;
    let now;
    const tip = tipIn(element);
    const nameOf = (plant) => data2.plants[plant].name;
    const flows = flowsIn(layout, scale, {
      clicked: (flow) => clicks?.flow(flow),
      pointed: (flow, event) => {
        if (!flow) tip.hide();
        else {
          const [from, to, waste2, t] = flow;
          const what = `${data2.wastes[waste2].name}: ${tonnes2(t)}`;
          tip.show(event, [`${nameOf(from)} → ${nameOf(to)}`, what]);
        }
      }
    });
    const plants = data2.plants.map(({ stage }, plant) => {
      const { at } = spots[plant];
      const heap = svg("path", { d: HEAP, fill: INK.heap, stroke: INK.heapEdge, class: "heap" });
      set(heap, { "vector-effect": "non-scaling-stroke", "fill-opacity": 0.85 });
      const halo = svg("circle", {
        class: "halo",
        cx: px(at[0]),
        cy: px(at[1]),
        r: px(3.4 * sign),
        fill: INK.cluster
      });
      const shape = svg("path", { d: signOf(stage, sign), "stroke-width": 1.6, class: "sign" });
      set(shape, { transform: `translate(${px(at[0])} ${px(at[1])})`, stroke: INK.text });
      const touch = svg("circle", { cx: px(at[0]), cy: px(at[1]), r: px(Math.max(sign + 5, 11)) });
      set(touch, { fill: "transparent", class: "touch" });
      const group2 = svg("g", { class: "plant" }, shape, touch);
      group2.dataset.plant = String(plant);
      touch.addEventListener("click", () => clicks?.plant(plant));
      touch.addEventListener("pointermove", (event) => {
        if (now) tip.show(event, told2(plant, now));
      });
      touch.addEventListener("pointerleave", tip.hide);
      return { heap, halo, shape, group: group2, name: nameText(names[plant], sheet.font) };
    });
    const told2 = (plant, { world, year: year3 }) => {
      const { name, stage } = data2.plants[plant];
      const member = world.members_of[plant][year3] > 0 ? words2.member : words2.not_member;
      return [
        `${name} (${words2.stage[stage] ?? stage})`,
        `${member}; ${words2.stockpile} ${tonnes2(world.stock_of[plant][year3])}`
      ];
    };
    const columns = sheet.column > 0;
    const year2 = svg("text", {
      x: columns ? sheet.wide / 2 : sheet.wide - 14,
      y: columns ? 56 : sheet.high - 14,
      "text-anchor": columns ? "middle" : "end",
      "font-size": px(Math.min(64, (columns ? 0.09 : 0.13) * sheet.wide)),
      "font-weight": 700,
      fill: INK.line,
      class: "map-year"
    });
    const layers = [
      svg("g", { "fill-opacity": 0.16, "pointer-events": "none" }, ...plants.map(({ halo }) => halo)),
      svg("g", { class: "heaps", "pointer-events": "none" }, ...plants.map(({ heap }) => heap)),
      svg("g", { stroke: INK.soft, "stroke-width": 0.7, "stroke-opacity": 0.6 }, ...hairlines(layout)),
      flows.element,
      svg("g", {}, ...plants.map(({ group: group2 }) => group2)),
      svg("g", { class: "names", "pointer-events": "none" }, ...plants.map(({ name }) => name))
    ];
    const picture2 = svg(
      "svg",
      {
        viewBox: `0 0 ${px(sheet.wide)} ${px(sheet.high)}`,
        width: px(sheet.wide),
        height: px(sheet.high),
        "aria-hidden": "true",
        "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif"
      },
      year2,
      ...layers,
      barIn(layout, (km) => `${numbersIn(words2).local(km)} ${words2.km}`)
    );
    element.querySelector("svg")?.remove();
    element.prepend(picture2);
    return (of) => {
      now = of;
      const { world, waste: waste2 } = of;
      year2.textContent = String(of.data.years[of.year]);
      plants.forEach(({ heap, halo, shape, name }, plant) => {
        const { at } = spots[plant];
        const radius = heapRadius(world.stock_of[plant][of.year], scale, most.heap);
        heap.style.transform = `translate(${px(at[0])}px,${px(at[1])}px) scale(${radius.toFixed(2)})`;
        const member = world.members_of[plant][of.year] > 0;
        halo.style.opacity = member ? "1" : "0";
        set(shape, { fill: member ? INK.cluster : INK.paper });
        set(name, { fill: member ? INK.cluster : INK.text, "font-weight": member ? 700 : 500 });
      });
      flows.show((world.flows[of.year] ?? []).filter((flow) => waste2 === null || flow[2] === waste2));
    };
  };
  var nameText = ({ lines, at: [x, y], anchor }, font) => svg(
    "text",
    {
      "text-anchor": anchor,
      "font-size": font,
      "paint-order": "stroke",
      stroke: INK.paper,
      "stroke-width": 3,
      "stroke-linejoin": "round"
    },
    ...lines.map((line, i) => svg("tspan", { x: px(x), y: px(y + 1.15 * font * i) }, line))
  );
  var hairlines = ({ names, spots, true: real, sign }) => {
    const lines = names.flatMap(({ leader }) => leader ? [leader] : []);
    const apart = spots.flatMap(({ at }, plant) => {
      const distance = Math.hypot(at[0] - real[plant][0], at[1] - real[plant][1]);
      return distance > 1.5 * sign ? [real[plant]] : [];
    });
    const moved2 = spots.flatMap(
      ({ at }, plant) => apart.includes(real[plant]) ? [[real[plant], at]] : []
    );
    return [
      ...[...lines, ...moved2].map(
        ([[x1, y1], [x2, y2]]) => svg("line", { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2) })
      ),
      ...apart.map(([x, y]) => svg("circle", { cx: px(x), cy: px(y), r: 1.8, fill: INK.soft, stroke: "none" }))
    ];
  };
  var barIn = ({ kmPerPixel, sheet }, label) => {
    const km = barOf(kmPerPixel, Math.min(100, 0.2 * sheet.wide));
    const [x, y] = [sheet.column > 0 ? sheet.column + 14 : 14, sheet.high - 12];
    return svg(
      "g",
      { "font-size": 11, fill: INK.soft },
      svg("path", {
        d: `M${x} ${y - 5}V${y}H${px(x + km / kmPerPixel)}V${y - 5}`,
        fill: "none",
        stroke: INK.soft
      }),
      svg("text", { x, y: y - 8 }, label(km))
    );
  };

  // charts/plot/timeline.ts
  var ROW = 34;
  var BIGGEST = 13;
  var END = "M-6 -6L6 6M6 -6L-6 6";
  var marks = /* @__PURE__ */ new WeakMap();
  var drawTimeline = (words2, { data: data2, worlds, element, mark, clicked }) => {
    const wide = sizeOf(element).wide || Number(element.dataset.wide ?? 0);
    if (wide === 0) return;
    element.dataset.wide = String(wide);
    const kinds = kindsOf(words2, data2);
    const used = kinds.map((_, kind) => kind).filter((kind) => worlds.some((name) => data2.worlds[name].events.some((event) => event[1] === kind)));
    const high = 24 + used.length * (ROW + 14);
    const [left, right] = [14, wide - 14];
    const x = (year2) => left + (right - left) * data2.years.indexOf(year2) / Math.max(1, data2.years.length - 1);
    const largest2 = Math.max(1, ...worlds.flatMap((name) => data2.worlds[name].events.map((event) => event[4])));
    const tip = tipIn(element);
    const picture2 = svg("svg", {
      width: wide,
      height: high,
      viewBox: `0 0 ${wide} ${high}`,
      "aria-hidden": "true"
    });
    set(picture2, { "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif" });
    used.forEach((kind, row) => {
      const y = 16 + row * (ROW + 14);
      picture2.append(
        svg("text", { x: left, y, "font-size": 12, fill: INK.soft }, kinds[kind]),
        svg("line", { x1: left, x2: right, y1: y + 20, y2: y + 20, stroke: INK.line })
      );
      for (const [place, name] of worlds.entries()) {
        for (const event of data2.worlds[name].events.filter((event2) => event2[1] === kind)) {
          const ends = kind === kinds.length - 1;
          const at = `translate(${px(x(event[0]))} ${px(y + 20 + (place === 0 ? -4 : 4))})`;
          const colour = name === "twin" ? INK.twin : INK.cluster;
          const sign = ends ? svg("path", { d: END, stroke: INK.change, "stroke-width": 3.5 }) : svg("circle", {
            r: px(3.5 + BIGGEST * Math.sqrt(event[4] / largest2)),
            fill: colour,
            "fill-opacity": name === "twin" ? 0.15 : 0.5,
            stroke: colour
          });
          set(sign, { transform: at, class: "event" });
          sign.dataset.world = name;
          sign.dataset.plant = String(event[2] ?? "");
          sign.addEventListener("click", () => {
            clicked?.(name, event);
          });
          sign.addEventListener("pointermove", (pointer) => {
            tip.show(pointer, told(words2, data2, event, words2[name]));
          });
          sign.addEventListener("pointerleave", tip.hide);
          picture2.append(sign);
        }
      }
    });
    const foot = high - 6;
    for (const [i, year2] of data2.years.entries()) {
      if (i % 5 === 0 || i === data2.years.length - 1) {
        const anchor = i === 0 ? "start" : i === data2.years.length - 1 ? "end" : "middle";
        picture2.append(
          svg(
            "text",
            { x: px(x(year2)), y: foot, "text-anchor": anchor, "font-size": 11, fill: INK.soft },
            String(year2)
          )
        );
      }
    }
    const line = svg("line", { y1: 2, y2: foot - 12, stroke: INK.text, class: "mark" });
    const markAt = (place) => set(line, { x1: px(x(data2.years[place])), x2: px(x(data2.years[place])) });
    if (mark !== void 0) {
      markAt(mark);
      picture2.prepend(line);
    }
    marks.set(element, markAt);
    element.querySelector("svg")?.remove();
    element.prepend(picture2);
  };

  // charts/plot/axes.ts
  var ticksOf = (least, most) => {
    const span = most - least || Math.abs(most) || 1;
    const rough = span / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = ([1, 2, 2.5, 5, 10].find((k) => k * power >= rough * 0.999) ?? 10) * power;
    const first = Math.floor(least / step + 1e-9);
    const last2 = Math.ceil(most / step - 1e-9);
    return Array.from({ length: last2 - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  };
  var frameOf = ([wide, high], places2, values, rightRoom, larger) => {
    const finite = values.filter(Number.isFinite);
    const ticks = ticksOf(Math.min(0, ...finite), Math.max(0, ...finite) || 1);
    const [low, top] = [ticks[0], ticks[ticks.length - 1]];
    const frame = { left: 58 * larger, right: wide - rightRoom, top: 12, bottom: high - 24 * larger };
    return {
      wide,
      high,
      ...frame,
      ticks,
      font: 11 * larger,
      x: (place) => frame.left + (frame.right - frame.left) * place / Math.max(1, places2 - 1),
      y: (value) => frame.bottom - (frame.bottom - frame.top) * (value - low) / (top - low)
    };
  };
  var gridOf = (frame, labels, form) => {
    const { left, right, bottom, x, y, ticks, font } = frame;
    const rows = ticks.flatMap((tick) => [
      svg("line", {
        x1: left,
        x2: px(right),
        y1: px(y(tick)),
        y2: px(y(tick)),
        stroke: tick === 0 ? INK.soft : INK.line
      }),
      svg(
        "text",
        { x: left - 6, y: px(y(tick) + 4), "text-anchor": "end", "font-size": font, fill: INK.soft },
        form(tick)
      )
    ]);
    const last2 = labels.length - 1;
    const room = Math.max(1, Math.floor((right - left) / (4.4 * font)));
    const every = Math.max(1, Math.ceil(last2 / room));
    const shown = labels.map((_, i) => i).filter((i) => i === last2 || i % every === 0 && last2 - i >= 0.7 * every);
    const columns = shown.map(
      (i) => svg(
        "text",
        {
          x: px(x(i)),
          y: px(bottom + 1.45 * font),
          "text-anchor": "middle",
          "font-size": font,
          fill: INK.soft
        },
        String(labels[i])
      )
    );
    return svg("g", {}, ...rows, ...columns);
  };

  // charts/plot/lines.ts
  var roomFor = (names, larger = 1) => 14 + Math.max(0, ...names.map((name) => widthOf(name, NAME * larger)));
  var HIGH = 190;
  var NAME = 11.5;
  var DASHES = { dashed: "6 4", dotted: "1.5 4" };
  var marks2 = /* @__PURE__ */ new WeakMap();
  var drawPlot = (of) => {
    const { element, labels, form, curves, steps, happened = [], mark } = of;
    const size = sizeOf(element);
    const { larger } = size;
    const wide = size.wide || Number(element.dataset.wide ?? 0);
    if (wide === 0) return void 0;
    element.dataset.wide = String(wide);
    const high = size.high || HIGH;
    const room = of.nameRoom ?? (curves.length > 1 ? Math.min(
      0.36 * wide,
      roomFor(
        curves.map(({ name }) => name),
        larger
      )
    ) : 20);
    const values = curves.flatMap(({ values: values2, band }) => [...values2, ...band?.flat() ?? []]).concat(of.most ?? []);
    const frame = frameOf([wide, high], labels.length, values, room, larger);
    const picture2 = svg(
      "svg",
      {
        width: wide,
        height: high,
        viewBox: `0 0 ${wide} ${high}`,
        "aria-hidden": "true",
        "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif"
      },
      gridOf(frame, labels, form),
      ...curves.flatMap(({ band, colour }) => band ? [bandOf(frame, band, colour)] : []),
      ...[...curves].reverse().map((curve) => lineOf(frame, curve, steps ?? false)),
      ...curves.length > 1 || of.nameRoom !== void 0 ? namesOf(frame, curves, NAME * larger) : [],
      ...happened.map(({ place, value, text }) => flagOf(frame, place, value, text))
    );
    const line = svg("line", { y1: frame.top, y2: px(frame.bottom), stroke: INK.text, "stroke-width": 1 });
    const dots = curves.map(
      ({ colour }) => svg("circle", { r: 4, fill: colour, stroke: INK.paper, "stroke-width": 1.5 })
    );
    const marked = svg("g", { class: "mark" }, line, ...dots);
    const markAt = (place) => {
      if (place < 0 || place >= labels.length) return;
      set(line, { x1: px(frame.x(place)), x2: px(frame.x(place)) });
      dots.forEach((dot, i) => set(dot, { cx: px(frame.x(place)), cy: px(frame.y(curves[i].values[place])) }));
    };
    if (mark !== void 0) {
      picture2.append(marked);
      markAt(mark);
    }
    marks2.set(element, markAt);
    element.querySelector("svg")?.remove();
    element.prepend(picture2);
    listen(of, picture2, frame);
    return frame;
  };
  var listen = ({ element, labels, form, curves, picked, happened = [] }, picture2, frame) => {
    const tip = tipIn(element);
    const placeAt = (event) => {
      const x = event.clientX - picture2.getBoundingClientRect().left;
      const part = (x - frame.left) / Math.max(1, frame.right - frame.left);
      return Math.round(Math.min(1, Math.max(0, part)) * (labels.length - 1));
    };
    picture2.addEventListener("pointermove", (event) => {
      const place = placeAt(event);
      const said = happened.filter((one) => one.place === place).map(({ text }) => text);
      tip.show(event, [String(labels[place]), ...curves.map((curve) => saidOf(curve, place, form)), ...said]);
    });
    picture2.addEventListener("pointerleave", tip.hide);
    if (picked)
      picture2.addEventListener("click", (event) => {
        picked(placeAt(event));
      });
  };
  var saidOf = ({ name, values, band }, place, form) => `${name}: ${form(values[place])}` + (band ? ` (${form(band[0][place])} … ${form(band[1][place])})` : "");
  var lineOf = ({ x, y }, { values, colour, dash }, steps) => {
    const points = values.map((value, i) => {
      const at = `${px(x(i))} ${px(y(value))}`;
      if (i === 0) return `M${at}`;
      return steps ? `H${px(x(i))}V${px(y(value))}` : `L${at}`;
    });
    return svg("path", {
      d: points.join(""),
      fill: "none",
      stroke: colour,
      "stroke-width": 2.4,
      "stroke-linejoin": "round",
      ...dash ? { "stroke-dasharray": DASHES[dash] } : {}
    });
  };
  var bandOf = ({ x, y }, [low, high], colour) => {
    const there = low.map((value, i) => `${px(x(i))} ${px(y(value))}`);
    const back = high.map((value, i) => `${px(x(i))} ${px(y(value))}`).reverse();
    return svg("path", { d: `M${[...there, ...back].join("L")}Z`, fill: colour, "fill-opacity": 0.16 });
  };
  var namesOf = ({ right, top, bottom, y }, curves, font) => {
    const order = [...curves].sort((a, b) => y(last(a)) - y(last(b)));
    const heights = spreadAlong(
      order.map((curve) => y(last(curve))),
      order.map(() => 1.2 * font),
      top - 8,
      bottom + 8
    );
    return order.map(
      ({ name, colour }, i) => svg(
        "text",
        { x: px(right + 8), y: px(heights[i] + 4), "font-size": font, "font-weight": 600, fill: colour },
        name
      )
    );
  };
  var last = ({ values }) => values[values.length - 1];
  var flagOf = ({ x, y }, place, value, text) => svg(
    "g",
    { class: "happened" },
    svg("circle", {
      cx: px(x(place)),
      cy: px(y(value)),
      r: 5,
      fill: INK.paper,
      stroke: INK.change,
      "stroke-width": 2.5
    }),
    svg("title", {}, text)
  );

  // charts/index.ts
  var chartsIn = (words2) => ({
    words: words2,
    ...numbersIn(words2),
    map: (of, clicks) => {
      drawMap(words2, of, clicks);
    },
    legend: (into, of) => {
      drawLegend(words2, into, of);
    },
    timeline: (of) => {
      drawTimeline(words2, of);
    },
    kinds: (data2) => kindsOf(words2, data2)
  });

  // common/dom.ts
  var byId = (id, kind) => {
    const element = document.getElementById(id);
    if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} called ${id}`);
    return element;
  };

  // common/slots.ts
  var fillIn = (text, slots) => Object.entries(slots).reduce((said, [slot, value]) => said.replaceAll(`{${slot}}`, String(value)), text).replace(/([^.])\.\.$/, "$1.");

  // report/figures.ts
  var figuresOf = (data2, { short, percent }) => {
    const { chart } = data2.words.report;
    const title = (key) => fillIn(chart[key], { currency: data2.currency });
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
      { title: title("use_rate"), form: percent, lines: (world, waste2) => [["", useRate(world, waste2)]] },
      { title: title("stock"), form: short, lines: byWaste("stock") },
      { title: title("converted"), form: short, lines: byWaste("converted") },
      { title: title("released"), form: short, lines: byWaste("released") },
      { title: title("members"), form: short, steps: true, lines: (world) => [["", world.members]] },
      { title: title("gain"), form: short, lines: (world) => [["", world.gain]] },
      {
        title: title("synergy"),
        form: short,
        lines: each(
          "synergy",
          data2.channels.map((name) => data2.words.channel[name] ?? name)
        ),
        ofCluster: true
      },
      { title: title("losses"), form: short, lines: (world) => [["", world.losses]] },
      {
        title: title("beyond"),
        form: short,
        lines: (world) => [["", gainBeyondTwin(world)]],
        ofCluster: true
      },
      { title: title("prices"), form: short, lines: prices, ofCluster: true },
      {
        title: title("level"),
        form: short,
        lines: each("level", names(data2.infrastructure)),
        ofCluster: true
      },
      {
        title: title("budget"),
        form: short,
        lines: (world) => [["", world.budget]],
        ofCluster: true
      }
    ];
  };
  var curvesOf = (figure, data2, waste2, twin2) => WORLDS.filter((name) => name === "cluster" || twin2 && !figure.ofCluster).flatMap(
    (name) => figure.lines(data2.worlds[name], waste2).map(([label, values], i) => {
      if (figure.ofCluster)
        return {
          name: label || data2.words.charts[name],
          values,
          colour: label ? wasteColour(i) : INK.cluster
        };
      const line = { name: label ? `${label}, ${data2.words.charts[name]}` : data2.words.charts[name], values };
      return name === "twin" ? { ...line, colour: INK.twin, dash: "dashed" } : { ...line, colour: INK.cluster };
    })
  );

  // report/colours.ts
  var COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];
  var colourOf = (place) => COLOURS[place % COLOURS.length] ?? "#000000";
  var base = (words2) => ({
    animation: false,
    textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" },
    aria: { enabled: words2.describe ?? false, decal: { show: false } }
  });

  // report/html.ts
  var ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  var escape = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

  // report/sankey.ts
  var flowsOf = (data2, { chains, residue_share }, waste2) => {
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
      flow(
        [`stage ${stage}`, data2.words.charts.stage[stage] ?? stage],
        ofWaste(technology.waste),
        t * (1 - ofResidue)
      );
      flow(ofWaste(technology.waste), at, t);
      flow(["added", data2.words.report.added], at, t * technology.added);
      for (const [product, perT] of technology.products)
        flow(at, [`product ${product}`, data2.products[product].name], t * perT);
      if (technology.residue !== null) flow(at, ofWaste(technology.residue), t * technology.residue_t);
      flow(at, ["loss", data2.words.report.loss], t * technology.loss);
    }
    return { nodes, links };
  };
  var sankey = ({ words: words2, tonnes: tonnes2 }, { data: data2, world, waste: waste2, element }) => {
    const { nodes, links } = flowsOf(data2, world, waste2);
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
          const t = tonnes2(one.value);
          if (one.dataType !== "edge") return `${escape(nameOf(one.name))}: ${t}`;
          const { source, target } = one.data;
          return `${escape(nameOf(source))} → ${escape(nameOf(target))}: ${t}`;
        }
      },
      data: [...nodes.keys()].map((name, i) => ({ name, itemStyle: { color: colourOf(i) } })),
      links: [...links.values()]
    };
    return {
      ...base(words2),
      title: { show: links.size === 0, text: data2.words.report.nothing, left: "center", top: "middle" },
      tooltip: { confine: true, valueFormatter: (t) => tonnes2(t) },
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

  // report/main.ts
  var data = JSON.parse(byId("data", HTMLScriptElement).text);
  var words = data.words.report;
  var charts = chartsIn({ ...data.words.charts, describe: document.documentElement.lang === "en" });
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
    const head = Object.assign(document.createElement("h3"), { textContent: title });
    const place = document.createElement("div");
    place.className = "chart";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", fillIn(words.year_by_year, { title }));
    const whole = document.createElement("div");
    whole.append(head, place);
    byId("charts", HTMLDivElement).append(whole);
    return place;
  });
  var tonnes = echarts.init(places.sankey, null, { renderer: "svg" });
  var drawFigures = () => {
    figures.forEach((figure, i) => {
      const { form, steps } = figure;
      const curves = curvesOf(figure, data, chosenWaste(), twin.checked);
      drawPlot({ element: figurePlaces[i], labels: data.years, form, curves, steps: steps ?? false });
    });
  };
  var drawMap2 = () => {
    const place = Number(year.value);
    const shown = String(data.years[place]);
    byId("year-shown", HTMLOutputElement).textContent = shown;
    byId("map-said", HTMLSpanElement).textContent = fillIn(words.shown, {
      world: charts.words[mapWorld.value],
      year: shown
    });
    const of = { data, world: worldOf(mapWorld), year: place, waste: chosenWaste(), element: places.map };
    charts.map(of);
  };
  var drawSankey = () => {
    const of = { data, world: worldOf(sankeyWorld), waste: chosenWaste(), element: places.sankey };
    tonnes.setOption(sankey(charts, of), true);
  };
  var drawEvents = () => {
    const worlds = WORLDS.filter((name) => name === "cluster" || twin.checked);
    charts.timeline({ data, worlds, element: places.events });
  };
  var drawAll = () => {
    drawFigures();
    drawMap2();
    charts.legend(byId("map-legend", HTMLDivElement), { data, element: places.map });
    drawSankey();
    drawEvents();
  };
  var fit = () => {
    forgetSizes();
    tonnes.resize();
    drawAll();
  };
  waste.append(
    new Option(words.all_wastes, ""),
    ...data.wastes.map(({ name }, i) => new Option(name, String(i)))
  );
  year.max = year.value = String(data.years.length - 1);
  sortable(byId("plants", HTMLTableElement));
  for (const control of [twin, waste]) control.addEventListener("change", drawAll);
  for (const control of [year, mapWorld]) control.addEventListener("input", drawMap2);
  sankeyWorld.addEventListener("change", drawSankey);
  addEventListener("resize", fit);
  addEventListener("beforeprint", fit);
  drawAll();
})();
