// The classroom page in a real browser: node page.mjs INDEX.html CIRCULUS CONFIGS [FOLDER FOR PICTURES]
import { strict as assert } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { request } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { statSync } from "node:fs";
import { open } from "./browser.mjs";

const [file, circulus, configs, pictures] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await open();
let server;
const done = (what) => console.log("page: " + what);

// A page at an address, with its errors and warnings on the console and its network requests.
const visit = async (url, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const told = [], asked = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  page.on("request", (request) => !/^(data|blob):/.test(request.url()) && request.url() !== url.split("#")[0] && asked.push(request.url()));
  if (options.offline) await context.setOffline(true);
  await page.goto(url);
  await page.waitForSelector("body[data-ready]");
  return { page, context, told, asked };
};
const text = (page, id) => page.locator(id).innerText();
const hash = async (page) => {
  await page.waitForFunction(() => /^[0-9a-f]{12}$/.test(document.querySelector("#hash").textContent));
  return text(page, "#hash");
};
const slide = (page, path, value) => page.evaluate(([path, value]) => {
  const slider = document.querySelector(`[data-path='${path}']`);
  for (let one = slider.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}, [path, value]);
const drawn = async (page, id) => {
  await page.locator(id).scrollIntoViewIfNeeded();
  await page.locator(id + " svg").first().waitFor();
  return page.evaluate((id) => document.querySelector(id + " svg").outerHTML, id);
};
const changes = (page) => page.locator("#numbers td:nth-child(4), #numbers td:nth-child(7)").allTextContents();
const isZero = (cells) => cells.every((cell) => /^0( [a-zA-Z]+)?$/.test(cell.replace("\u00a0", " ")));
const clean = async ({ context, told, asked }) => {
  assert.deepEqual(told, [], "nothing on the console");
  assert.deepEqual(asked, [], "nothing from the network");
  await context.close();
};

try {
  assert(statSync(file).size < 2e6, "the page is under 2 MB");

  // Load, offline, from a file: the unchanged region, exactly zero.
  {
    const at = await visit(address, { offline: true }), { page } = at;
    assert.match(await text(page, "#zero"), /exactly zero/);
    assert(isZero(await changes(page)), "no choice changed: no change");
    const first = await hash(page);

    // Moving a slider runs all years anew and gives a difference; moving it back gives exactly zero again, by a new run.
    const map = await drawn(page, "#map-cluster");
    await slide(page, "management.contacts_per_year", "8");
    await page.waitForFunction((first) => !["…", first].includes(document.querySelector("#hash").textContent), first);
    assert(!isZero(await changes(page)), "a choice changed: a change");
    assert.match(await text(page, "#zero"), /no choice changed/);
    await slide(page, "management.contacts_per_year", "1");
    await page.waitForFunction((first) => document.querySelector("#hash").textContent === first, first);
    assert(isZero(await changes(page)), "and back: no change");
    assert.equal(await drawn(page, "#map-cluster"), map);
    done("from a file, offline: loads, a slider changes the numbers, back is exactly zero");

    // Play: the year advances, and the map shows it.
    await page.locator("#play").click();
    await page.waitForFunction(() => +document.querySelector("#year-shown").textContent >= 2024);
    assert.equal(await page.locator("#play").getAttribute("aria-pressed"), "true");
    await page.locator("#play").click();
    assert.notEqual(await drawn(page, "#map-cluster"), map, "the map shows another year");
    await page.locator("#year").focus();
    const year = +(await text(page, "#year-shown"));
    await page.keyboard.press("ArrowRight");
    assert.equal(+(await text(page, "#year-shown")), year + 1, "the keyboard moves the year");
    done("play, pause, and the keyboard moves the year");

    // Why: a plant, a flow, an event, the company are explained, in the words of the command line.
    await page.locator("#ask-plants button").filter({ hasText: "Lake Power Station" }).click();
    const title = await text(page, "#why-title");
    await page.evaluate(() => document.querySelectorAll("#why-text details").forEach((one) => { one.open = true; }));
    const shown = await page.locator("#why-text").innerText();
    const said = execFileSync(circulus, ["explain", configs + "/classroom.toml", "--plant", "POWER", "--year", String(year + 1)], { encoding: "utf8" });
    assert(said.includes(title), title);
    const lines = said.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter((line) => line.length > 20);
    const words = shown.replace(/\s+/g, " ");
    assert(lines.length > 5);
    assert.equal(lines.filter((line) => words.includes(line)).length >= lines.length / 2, true, "the page says what the command line says");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#why").evaluate((dialog) => dialog.open), false, "Escape closes it");
    await page.evaluate(() => { document.querySelectorAll("#ask-plants, #ask-flows, #ask-events").forEach((list) => { list.closest("details").open = true; }); });
    await page.locator("#year").fill("29");
    await page.locator("#ask-flows button").first().click();
    assert((await page.locator("#why-text details[open]").count()) === 1, "a flow opens the trade");
    await page.locator("#why-close").click();
    const events = await page.evaluate(() => new Promise((resolve) => {
      const slider = document.querySelector("#year");
      for (let year = 0; year < 30; year++) {
        slider.value = year;
        slider.dispatchEvent(new Event("input"));
        const button = document.querySelector("#ask-events button");
        if (button) { button.click(); return resolve(year); }
      }
      resolve(-1);
    }));
    assert(events >= 0 && (await page.locator("#why-text li").count()) > 0, "an event is explained");
    await page.locator("#why-close").click();
    await page.locator("#ask-company").click();
    assert((await page.locator("#why-text li").count()) > 0, "the company is explained");
    await page.locator("#why-close").click();
    // On the map itself: a plant under the pointer.
    await page.evaluate(() => document.querySelector("#map-cluster").scrollIntoView({ block: "center" }));
    await page.locator('#map-cluster [data-plant="4"] .touch').click();
    await page.waitForFunction(() => document.querySelector("#why").open);
    assert.match(await text(page, "#why-title"), /Lake Power Station/);
    await page.locator("#why-close").click();
    // A flow, at the middle of its curve; and an event on its time line.
    await page.locator("#year").fill("29");
    const flow = await page.evaluate(() => {
      const map = document.querySelector("#map-cluster"), curve = map.querySelector(".flow:last-child .touch");
      map.scrollIntoView({ block: "center" });
      const { x, y } = curve.getPointAtLength(curve.getTotalLength() / 2), box = map.getBoundingClientRect();
      return [box.x + x, box.y + y];
    });
    await page.mouse.click(...flow);
    await page.waitForFunction(() => document.querySelector("#why").open);
    assert.equal(await page.locator("#why-text details[open]").count(), 1, "a flow on the map opens the trade");
    await page.locator("#why-close").click();
    await page.evaluate(() => document.querySelector("#events").scrollIntoView({ block: "center" }));
    await page.locator('#events circle.event:not([data-plant=""])').last().click();
    await page.waitForFunction(() => document.querySelector("#why").open);
    assert.equal(await page.locator("#why-text details[open]").count(), 1, "an event on the time line opens the risks");
    await page.locator("#why-close").click();
    done("a plant, a flow, an event and the company say why, as on the command line");

    // Luck: the worker computes a band while the page keeps answering.
    await page.evaluate(() => { window.gaps = []; let last = performance.now(); const tick = (now) => { gaps.push(now - last); last = now; requestAnimationFrame(tick); }; requestAnimationFrame(tick); });
    await page.locator("#luck").check();
    await page.locator("#year").fill("3");
    assert.equal(await text(page, "#year-shown"), "2024", "the page answers meanwhile");
    await page.waitForFunction(() => document.querySelector("#luck-done").textContent.startsWith("100"));
    const gap = await page.evaluate(() => Math.max(...gaps));
    await page.locator("#luck").uncheck();
    done(`luck of 100 seeds in the worker; longest wait of the page ${gap.toFixed(0)} ms`);

    // A small experiment, and its CSV.
    await page.locator("#vary").selectOption("management.contacts_per_year");
    await page.locator("#vary-measure").selectOption("converted");
    await page.locator("#vary-run").click();
    await page.locator("#vary-csv").waitFor({ state: "visible" });
    const csv = await page.evaluate(async () => (await fetch(document.querySelector("#vary-csv").href)).text());
    const rows = csv.trim().split("\n");
    assert.equal(rows.length, 1 + 11 * 20);
    assert(rows[0].startsWith("management.contacts_per_year,replicate,net_benefit,"), rows[0]);
    done("an experiment of 220 runs, drawn and as CSV");

    // Lessons: every sheet has text.
    for (const minutes of ["10", "45", "90"]) {
      await page.locator("#lesson").selectOption(minutes);
      await page.locator("#teaching").setChecked(true);
      for (const sheet of ["student", "teacher", "key"]) {
        await page.locator("#sheet").selectOption(sheet);
        assert((await text(page, "#lesson-text")).length > 300, `${minutes} ${sheet}`);
      }
    }
    await clean(at);
  }

  // A link opens the same picture.
  {
    const at = await visit(address), { page } = at;
    await slide(page, "policy.subsidy_per_t", "150");
    await page.evaluate(() => { document.querySelector("#more").open = true; });
    await page.locator("#seed").fill("7");
    await page.locator("#seed").press("Enter");
    await page.locator("#year").fill("9");
    const [link, sum, numbers] = [page.url(), await hash(page), await page.locator("#numbers").textContent()];
    const other = await visit(page.url());
    assert.equal(await hash(other.page), sum);
    assert.equal(await other.page.locator("#numbers").textContent(), numbers);
    assert.equal(other.page.url(), link, "and has the same link");
    assert(await other.page.locator("#message").isHidden());
    // A link from an older version is noted.
    const old = await visit(link.replace(/v=[^&]*/, "v=0.0.1-0123"));
    assert.match(await text(old.page, "#message"), /another version \(0\.0\.1-0123/);
    assert.equal(await hash(old.page), sum);
    // Invalid parts of a link are reported, and the defaults kept.
    const broken = await visit(address + "#s=nowhere&l=xx&seed=-3&y=1800&set=no.such=1&set=%%%&set=policy.subsidy_per_t=20&hm=1");
    for (const part of ["s=nowhere", "l=xx", "seed=-3", "y=1800", "no.such", "hm"]) assert((await text(broken.page, "#message")).includes(part), part);
    assert.match(await text(broken.page, "#command"), /classroom.toml --set 'policy.subsidy_per_t=20'$/);
    const refused = await visit(address + "#s=classroom&set=management.grant=-5");
    assert.match(await text(refused.page, "#message"), /cannot be run.*grant/s);
    assert.match(await text(refused.page, "#zero"), /exactly zero/);
    // When one share of the budget is raised, the others are reduced.
    await slide(refused.page, "management.shares.logistics", "0.5");
    await refused.page.waitForFunction(() => document.querySelectorAll("[data-group=shares] .moved").length === 6);
    await refused.page.waitForFunction(() => document.querySelector("#message").hidden);
    assert.equal(await refused.page.locator("[data-group=shares] .exact input").first().inputValue(), "10");
    assert.match(await refused.page.locator("[data-group=shares] .unit").first().innerText(), /%/);
    await refused.page.locator("[data-group=shares] .again").nth(3).click();
    await refused.page.waitForFunction(() => !document.querySelector("[data-group=shares] .moved"));
    const greedy = await visit(address + "#s=classroom&set=management.shares.logistics=1&set=management.shares.processing=1");
    assert.match(await text(greedy.page, "#message"), /cannot be run.*shares/s);
    await clean(greedy);
    for (const one of [at, other, old, broken, refused]) await clean(one);
    done("a link opens the same picture; an old, a broken and a refused one say so");
  }

  // Native and wasm: the same bits.
  {
    const at = await visit(address), { page } = at, cases = [
      ["classroom", {}], ["classroom", { "scenario.seed": 1 }], ["classroom", { "scenario.seed": 9007199254740991 }],
      ["classroom", { "management.enabled": false }], ["classroom", { "management.rule": "shares" }], ["classroom", { "policy.disposal_fee_factor": 7.3, "invest.hurdle_rate": 0.07 }],
      ["classroom", { "management.contacts_per_year": 8, "management.grant": 0, "scenario.seed": 3 }], ["classroom", { "infrastructure.environmental.effects.\"hazard.accident\"": 0 }],
      ["sverdlovsk", {}], ["sverdlovsk", { "scenario.seed": 2 }], ["sverdlovsk", { "policy.subsidy_per_t": 123.4 }], ["sverdlovsk", { "management.rule": "none", "policy.capex_subsidy": 0.35, "scenario.seed": 44 }],
    ];
    for (const [scenario, set] of cases) {
      const { "scenario.seed": seed, ...choices } = set;
      const here = await page.evaluate((input) => circulus.ask("hash", { input }), { scenario, set: choices, ...(seed === undefined ? {} : { seed }) });
      const sets = Object.entries(set).flatMap(([path, value]) => ["--set", `${path}=${value}`]);
      const out = execFileSync(circulus, ["run", `${configs}/${scenario}.toml`, "--no-pictures", "--name", "native", "--force", ...sets], { encoding: "utf8" });
      assert.equal(here, /Results hash: (\w+)/.exec(out)[1], `${scenario} ${JSON.stringify(set)}`);
    }
    await clean(at);
    done(`native and wasm give the same hash in ${cases.length} of ${cases.length} cases`);
  }

  // Languages, accessibility, narrow screens.
  for (const [width, height] of [[1280, 900], [360, 740]]) {
    const at = await visit(address, { viewport: { width, height } }), { page } = at;
    for (const language of ["en", "ru"]) {
      await page.locator("#language").selectOption(language);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      for (const scenario of ["classroom", "sverdlovsk"]) {
        await page.locator("#scenario").selectOption(scenario);
        await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
        const words = await text(page, "body");
        assert(!words.includes("[") && !words.includes("undefined") && !/\{\w+\}/.test(words), "every text is there");
        if (language === "ru") assert.match(words, scenario === "classroom" ? /Озёрная электростанция/ : /Качканарский ГОК/);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(wide <= 0, `${wide} px too wide at ${width}`);
        if (pictures) await page.screenshot({ path: `${pictures}/page_${width}_${language}_${scenario}.png` });
        if (scenario === "sverdlovsk" && language === "en") continue; // it has no part that the other three lack
        if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axe });
        if (scenario === "classroom") await page.locator("#ask-plants button").first().click();
        for (const part of scenario === "classroom" ? ["#why", "document"] : ["document"]) {
          if (part === "document") await page.evaluate(() => document.querySelector("#why").close());
          const found = await page.evaluate((part) => axe.run(part === "document" ? document : part), part);
          const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
          assert.deepEqual(serious.map((one) => [one.id, one.nodes[0].html]), [], "accessible");
        }
      }
    }
    await clean(at);
    done(`English and Russian at ${width} px: every text, width, accessibility`);
  }

  // Frame times, printed for people only: a test must not depend on the clock.
  {
    const at = await visit(address), { page } = at;
    for (const scenario of ["classroom", "sverdlovsk"]) {
      await page.locator("#scenario").selectOption(scenario);
      const [median, most] = await page.evaluate(async () => {
        const slider = document.querySelector('[data-path="policy.subsidy_per_t"]');
        performance.clearMeasures();
        for (let i = 1; i <= 21; i++) {
          slider.value = 10 * i;
          slider.dispatchEvent(new Event("input"));
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
        const times = performance.getEntriesByName("frame").map((entry) => entry.duration).sort((a, b) => a - b);
        return [times[times.length >> 1], times.at(-1)];
      });
      done(`a frame of ${scenario}, run and drawn: median ${median.toFixed(0)} ms, longest ${most.toFixed(0)} ms`);
    }
    await clean(at);
  }

  // Served by the program, and offline after the first load.
  {
    server = spawn(circulus, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    const url = await new Promise((resolve, reject) => {
      server.stdout.on("data", (data) => resolve(/http\S+/.exec(String(data))[0]));
      server.on("exit", (code) => reject(new Error(`serve ended with ${code}`)));
    });
    // Only the page's files are served, only under this machine's names, and only for reading.
    const asked = (path, options = {}) => new Promise((resolve, reject) => {
      request(url.replace(/\/$/, path), { agent: false, ...options }, (answer) => { answer.resume(); answer.on("end", () => resolve(answer)); }).on("error", reject).end();
    });
    for (const [path, options, status] of [
      ["/", {}, 200], ["/sw.js", {}, 200], ["/", { method: "HEAD" }, 200], ["/", { headers: { host: "localhost:" + new URL(url).port } }, 200],
      ["/", { headers: { host: "evil.example" } }, 403], ["/", { headers: { host: "127.0.0.1" } }, 403], ["/", { method: "POST" }, 405], ["/", { method: "DELETE" }, 405],
      ["/Cargo.toml", {}, 404], ["/%2e%2e/Cargo.toml", {}, 404],
    ]) {
      const answer = await asked(path, options);
      assert.equal(answer.statusCode, status, JSON.stringify([path, options]));
      assert.match(answer.headers["content-security-policy"], /default-src 'none'/);
    }
    const at = await visit(url), { page } = at;
    const sum = await hash(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    server.removeAllListeners("exit");
    server.kill();
    await new Promise((resolve) => server.on("exit", resolve));
    await page.reload();
    await page.waitForSelector("body[data-ready]");
    assert.equal(await hash(page), sum);
    assert.deepEqual(at.asked.filter((one) => !one.startsWith(url)), []);
    assert.deepEqual(at.told.filter((line) => !/sw\.js|ERR_CONNECTION_REFUSED|script resource/.test(line)), []);
    await at.context.close();
    done("served on loopback; once loaded it opens again without the server");
  }
} finally {
  server?.kill();
  await browser.close();
}
