"use strict";
// The page: what is chosen, and what follows from it.
(async () => {
  const at = (id) => document.getElementById(id);
  const tell = (text) => { at("message").hidden = !text; at("message").textContent = text ?? ""; };
  try {
    await engine.start();
  } catch (error) {
    tell("This browser cannot open the page; it needs WebAssembly and DecompressionStream (any of 2023 or later). / Этот браузер не может открыть страницу. (" + error.message + ")");
    throw error;
  }

  const state = { scenario: "", set: {}, seed: null, language: "en", year: null, waste: null, luck: false };
  let texts, charts, panel, picture, why, vary, frame, levers, version, names = {}, band = null, turn = 0, drawing = 0, hashing = 0;
  const input = () => ({ scenario: state.scenario, set: state.set, ...(state.seed === null ? {} : { seed: state.seed }) });
  const current = () => ({ input: input(), language: state.language, engine, frame, year: state.year, tell });
  const fillIn = (text, slots) => Object.entries(slots).reduce((said, [slot, value]) => said.replaceAll("{" + slot + "}", value), text);

  // Texts of a language, and everything that speaks.
  const speak = (language) => {
    const open = engine.ask({ ask: "open", language });
    version = open.version + "-" + open.sources;
    texts = { ...open, names: (table, id) => names[id] ?? id };
    const { page } = texts;
    document.documentElement.lang = language;
    document.title = "circulus: " + page.title;
    const text = (key) => key.split(".").reduce((part, name) => part[name], page);
    document.querySelectorAll("[data-t]").forEach((element) => { element.textContent = text(element.dataset.t); });
    document.querySelectorAll("[data-l]").forEach((element) => element.setAttribute("aria-label", text(element.dataset.l)));
    charts = circulusCharts({ ...page.charts_words, cluster: page.cluster, twin: page.twin });
    const options = (id, list, chosen) => { at(id).replaceChildren(...list.map(([value, name]) => new Option(name, value))); at(id).value = chosen; };
    options("language", open.languages.map((one) => [one.code, one.name]), language);
    options("scenario", open.scenarios.map((one) => [one.id, one.title]), state.scenario);
    options("shown", ["values", "difference"].map((what) => [what, page.charts[what]]), at("shown").value || "values");
    options("ask-world", ["cluster", "twin"].map((name) => [name, page[name]]), at("ask-world").value || "cluster");
    at("version").textContent = fillIn(page.version, { version: open.version, sources: open.sources });
    why = whyPanel({ texts, charts, current });
    panel = leverPanel({ place: at("levers"), texts, charts, changed: (set) => { state.set = { ...set }; soon(); } });
    const asks = { plant: (...of) => why.plant(...of), flow: (...of) => why.flow(...of), event: (...of) => why.event(...of) };
    if (!picture) picture = pictures({ texts: proxy("texts"), charts: proxy("charts"), ask: asks });
    if (!vary) vary = experiment({ texts: proxy("texts"), charts: proxy("charts"), current, levers: proxy("panel"), draw: picture.draw });
    lessons.fill(page, language);
    playing(false);
  };
  // What stands for texts and charts of the language that is spoken at the time.
  const now = { get texts() { return texts; }, get charts() { return charts; }, get panel() { return panel; } };
  const proxy = (name) => new Proxy({}, { get: (_, key) => now[name][key] });

  // A scenario's levers; those moved that it does not have are told.
  const enter = (wrong) => {
    levers = engine.ask({ ask: "levers", scenario: state.scenario });
    for (const path of Object.keys(state.set)) {
      if (!levers.some((lever) => lever.path === path)) {
        wrong.push("set=" + path);
        delete state.set[path];
      }
    }
  };

  const soon = () => { cancelAnimationFrame(drawing); drawing = requestAnimationFrame(() => rerun()); };
  // Runs all years and draws everything; false where the engine refuses, with its words told.
  const rerun = () => {
    performance.mark("moved");
    try {
      frame = engine.ask({ ask: "frame", input: input(), language: state.language });
    } catch (error) {
      clearTimeout(hashing);
      turn++;
      tell(fillIn(texts.page.refused, { reason: error.message }));
      return false;
    }
    tell();
    band = null;
    vary.forget();
    drawAll();
    remember();
    performance.measure("frame", "moved");
    luck();
    return true;
  };
  const drawAll = () => {
    picture.begin(frame);
    const last = frame.data.years.length - 1;
    at("year").max = last;
    state.year = Math.min(state.year ?? last, last);
    at("year").value = state.year;
    picture.years(frame, band, at("shown").value);
    picture.events(frame);
    drawYear();
  };
  const drawYear = () => {
    at("year-shown").textContent = frame.data.years[state.year];
    at("year").setAttribute("aria-valuetext", frame.data.years[state.year]);
    picture.maps(frame, state.year, state.waste);
    picture.numbers(frame, state.year);
    why.lists(at("ask-world").value);
    at("ask-company").disabled = at("ask-world").value === "twin";
  };
  // Other luck, in the worker, ten seeds at a time, as long as nothing else is asked for.
  const luck = async () => {
    const mine = ++turn;
    at("luck-done").textContent = "";
    if (!state.luck) return;
    // While a slider moves, nothing is begun that would be thrown away.
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (mine !== turn) return;
    const of = input();
    for (let replicates = 10; replicates <= 100; replicates += 10) {
      let answer;
      try {
        answer = await engine.askAside({ ask: "band", input: { ...of, replicate: 1 }, replicates });
      } catch (error) {
        if (mine === turn) tell(error.message);
        return;
      }
      if (mine !== turn) return;
      band = answer;
      at("luck-done").textContent = fillIn(texts.page.luck_done, { n: replicates });
      picture.years(frame, band, at("shown").value);
    }
  };
  // The address, the command that gives the same, and the hash of the results once there is time for it.
  const remember = () => {
    history.replaceState(null, "", link.write({ ...state, version, year: frame.data.years[state.year] }));
    const sets = Object.entries(state.set).map(([path, value]) => " --set '" + path + "=" + value + "'").join("");
    at("command").textContent = "circulus run configs/" + state.scenario + ".toml" + sets + (state.seed === null ? "" : " --set scenario.seed=" + state.seed);
    at("hash").textContent = "…";
    clearTimeout(hashing);
    hashing = setTimeout(() => { at("hash").textContent = engine.ask({ ask: "hash", input: input() }); }, 150);
  };

  const showAll = () => {
    // Names first: levers are called by them.
    frame = engine.ask({ ask: "frame", input: { scenario: state.scenario }, language: state.language });
    names = Object.fromEntries(frame.data.infrastructure.map((one) => [one.id, one.name]));
    at("scenario").value = state.scenario;
    at("seed").value = state.seed ?? frame.seed;
    const waste = at("waste");
    waste.replaceChildren(new Option(texts.page.all_wastes, ""), ...frame.data.wastes.map((one, i) => new Option(one.name, i)));
    if (state.waste !== null && state.waste >= frame.data.wastes.length) state.waste = null;
    waste.value = state.waste ?? "";
    panel.show(levers, state.set, frame.data.currency);
    if (!rerun()) {
      const said = at("message").textContent;
      Object.assign(state, { set: {}, seed: null });
      panel.show(levers, {}, frame.data.currency);
      rerun();
      tell(said);
    }
    vary.fill(frame.measures);
  };

  // What an address asks for; what makes no sense is told, and the defaults stand.
  const follow = () => {
    const { wrong, ...asked } = link.read(location.hash);
    const first = engine.ask({ ask: "open", language: "en" });
    const knows = (list, value, name) => {
      if (value === undefined) return undefined;
      if (list.includes(value)) return value;
      wrong.push(name + "=" + value);
    };
    const codes = first.languages.map((one) => one.code);
    const own = codes.find((code) => (navigator.language || "en").startsWith(code)) ?? "en";
    // A link without a language keeps the one that is spoken.
    state.language = knows(codes, asked.language, "l") ?? (texts ? state.language : own);
    state.scenario = knows(first.scenarios.map((one) => one.id), asked.scenario, "s") ?? first.scenarios[0].id;
    Object.assign(state, { set: asked.set, seed: asked.seed ?? null, year: null });
    speak(state.language);
    enter(wrong);
    showAll();
    if (asked.year !== undefined) {
      const place = frame.data.years.indexOf(asked.year);
      if (place < 0) wrong.push("y=" + asked.year);
      else { state.year = place; at("year").value = place; drawYear(); remember(); }
    }
    const { page } = texts, said = at("message").hidden ? [] : [at("message").textContent];
    if (asked.version !== undefined && asked.version !== version) said.push(fillIn(page.old_link, { theirs: asked.version, ours: version }));
    if (wrong.length) said.push(fillIn(page.broken_link, { parts: wrong.join(", ") }));
    tell(said.join(" "));
  };

  let timer = 0;
  const playing = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(() => { step(state.year + 1); if (state.year === frame.data.years.length - 1) playing(false); }, 500) : 0;
    at("play").setAttribute("aria-pressed", String(on));
    at("play").textContent = on ? "❚❚ " + texts.page.pause : "▶ " + texts.page.play;
  };
  const step = (year) => { state.year = Math.min(year, frame.data.years.length - 1); at("year").value = state.year; drawYear(); remember(); };

  follow();
  at("play").addEventListener("click", () => {
    const on = !timer;
    if (on && state.year === frame.data.years.length - 1) step(0);
    playing(on);
  });
  at("year").addEventListener("input", () => { playing(false); step(+at("year").value); });
  at("waste").addEventListener("change", () => { state.waste = at("waste").value === "" ? null : +at("waste").value; drawYear(); });
  at("shown").addEventListener("change", () => picture.years(frame, band, at("shown").value));
  at("ask-world").addEventListener("change", drawYear);
  at("ask-company").addEventListener("click", () => why.company(at("ask-world").value));
  at("luck").addEventListener("change", () => { state.luck = at("luck").checked; band = null; luck(); if (!state.luck) picture.years(frame, null, at("shown").value); });
  at("reset").addEventListener("click", () => { state.set = {}; panel.show(levers, {}, frame.data.currency); rerun(); });
  at("scenario").addEventListener("change", () => {
    Object.assign(state, { scenario: at("scenario").value, set: {}, seed: null, waste: null, year: null });
    tell();
    enter([]);
    showAll();
  });
  at("seed").addEventListener("change", () => {
    const seed = at("seed").valueAsNumber;
    if (Number.isSafeInteger(seed) && seed >= 0) { state.seed = seed; rerun(); }
    else { at("seed").value = state.seed ?? frame.seed; tell(texts.page.bad_seed); }
  });
  at("language").addEventListener("change", () => { state.language = at("language").value; speak(state.language); showAll(); });
  at("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(location.href); tell(texts.page.copied); }
    catch { tell(fillIn(texts.page.copy_by_hand, { link: location.href })); }
  });
  // A click beside the words closes them.
  at("why").addEventListener("click", (event) => { if (event.target === at("why")) at("why").close(); });
  addEventListener("hashchange", follow);
  addEventListener("resize", () => { picture.fit(); drawAll(); });
  if ("serviceWorker" in navigator && location.protocol !== "file:") navigator.serviceWorker.register("sw.js").catch(() => {});
  document.body.dataset.ready = "true";
})();
