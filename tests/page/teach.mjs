// What a class sees of the classroom page: node teach.mjs INDEX.html [FOLDER FOR PICTURES]
import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [file, pictures] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const browser = await open();
const done = (what) => console.log("page: " + what);

const visit = async (hash, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const told = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  await page.goto(address + hash);
  await page.waitForSelector("body[data-ready]");
  return { page, context, told };
};
const leave = async ({ context, told }) => {
  assert.deepEqual(told, [], "nothing on the console");
  await context.close();
};
const plain = (text) => text.replaceAll("\u00a0", " ");
const text = async (page, id) => plain(await page.locator(id).innerText());

try {
  // The first ten seconds: everything that matters is on screen, and the band stays there.
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    const at = await visit("#s=classroom", { viewport: { width, height } }), { page } = at;
    for (const id of ["h1", "#play", "#tiles"]) {
      const box = await page.locator(id).boundingBox();
      assert(box.y + box.height <= height && box.x >= 0 && box.x + box.width <= width, `${id} is on screen at ${width}`);
    }
    assert.equal(await text(page, "#year-shown"), "2021", "the story begins at its beginning");
    assert.match(await text(page, "#play"), /play from 2021/);
    await page.evaluate(() => scrollTo(0, 2000));
    const band = await page.locator("#band").boundingBox();
    assert(band.y >= 0 && band.y < 5 && band.height < height / 3, `the band stays at ${width}: ${JSON.stringify(band)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert(wide <= 0, `${wide} px too wide at ${width}`);
    if (pictures) await page.screenshot({ path: `${pictures}/teach_${width}.png` });
    await leave(at);
  }
  done("question, play and headline are on screen at three sizes, and the headline stays");

  // The headline says what the engine says, with, without and difference.
  {
    const at = await visit("#s=classroom&y=2038"), { page } = at;
    const told = await page.locator("#tiles").innerText();
    const [use, members] = await page.evaluate(() => {
      const { cluster, twin, data } = circulus.ask("frame", { input: { scenario: "classroom", set: {} }, language: "en" });
      const year = data.years.indexOf(2038);
      return ["use_rate", "members"].map((key) => [cluster[key].years[year], twin[key].years[year]]);
    });
    const one = (value) => Number(value.toFixed(1));
    for (const part of [`${one(100 * use[0])} %`, `without: ${one(100 * use[1])} %`, `difference +${one(100 * (use[0] - use[1]))} points`, `difference +${members[0] - members[1]}`]) {
      assert(plain(told).includes(part), `${part} in ${told}`);
    }
    assert(!told.includes("your choices"), "nothing is changed yet");

    // Levels in words, a number box, and steps that a thumb can hit.
    await page.locator("#main-choices .choice").nth(1).getByRole("button", { name: "much", exact: true }).click();
    assert.equal(await page.locator('[data-path="policy.subsidy_per_t"]').inputValue(), "150");
    assert.match(await text(page, "#tiles"), /your choices: \+/);
    await page.locator("#main-choices .choice").nth(1).getByRole("button", { name: /^more:/ }).click();
    assert.equal(await page.locator('[data-path="policy.subsidy_per_t"]').inputValue(), "200");
    for (const box of await page.locator("#main-choices .step, #main-choices .levels button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))) {
      assert(box >= 44, `${box} px high`);
    }
    const keys = await page.evaluate(() => {
      document.querySelectorAll("#choices details").forEach((one) => { one.open = true; });
      return document.querySelector("#choices").innerText.match(/\b(policy|management|infrastructure|invest|hazard|severity)\.\w+|\w+_\w+/g);
    });
    assert.equal(keys, null, "no key of the program among the choices");

    // Undo, one choice at a time; and a jump within the page changes nothing.
    const subsidy = () => page.locator('[data-path="policy.subsidy_per_t"]').inputValue();
    await page.waitForTimeout(900);
    await page.locator('[data-path="management.overhead"]').fill("140");
    await page.waitForFunction(() => location.hash.includes("overhead"));
    const changed = page.url();
    await page.locator("#undo").click();
    await page.waitForFunction(() => !location.hash.includes("overhead"));
    assert.equal(await page.locator('[data-path="management.overhead"]').inputValue(), "20");
    assert.equal(await subsidy(), "200", "the choice before it stays");
    await page.goForward();
    await page.waitForFunction((url) => location.href === url, changed);
    await page.evaluate(() => { location.hash = "#lessons"; });
    await page.waitForFunction((url) => location.href === url, changed);
    assert.equal(await subsidy(), "200");
    await leave(at);
    done("headline as the engine has it; words, numbers and steps of a choice; undo; no keys");
  }

  // The map: one scale for both worlds and all years, names that can be read, signs that can be hit.
  for (const [scenario, size, language] of [["classroom", [1440, 900], "en"], ["classroom", [390, 844], "ru"], ["sverdlovsk", [1440, 900], "en"], ["sverdlovsk", [1440, 900], "ru"], ["sverdlovsk", [390, 844], "ru"]]) {
    const at = await visit(`#s=${scenario}&y=2050&l=${language}`, { viewport: { width: size[0], height: size[1] } }), { page } = at;
    const found = await page.evaluate(({ scenario, language }) => {
      const { data } = circulus.ask("frame", { input: { scenario, set: {} }, language });
      const faults = [];
      const ratios = { heap: [], flow: [] };
      for (const world of ["cluster", "twin"]) {
        const map = document.querySelector(`#map-${world}`), { stock_of, flows } = data.worlds[world];
        map.querySelectorAll(".heap").forEach((heap, plant) => {
          const radius = Number(/scale\(([\d.]+)\)/.exec(heap.style.transform)[1]), t = stock_of[plant].at(-1);
          if (radius > 4) ratios.heap.push((radius * radius) / t);
        });
        for (const [from, to, waste, t] of flows.at(-1)) {
          const line = map.querySelector(`[data-flow="${from}-${to}-${waste}"] path`);
          if (!line) faults.push(`no flow ${from}-${to}-${waste} in the ${world}`);
          else if (Number(line.getAttribute("stroke-width")) > 1.5) ratios.flow.push(Number(line.getAttribute("stroke-width")) / t);
        }
        const box = map.getBoundingClientRect();
        const names = [...map.querySelectorAll(".names text")].map((one) => ({ name: one.textContent, box: one.getBoundingClientRect() }));
        if (names.length !== data.plants.length) faults.push(`${names.length} names`);
        const over = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
        names.forEach(({ name, box: own }, i) => {
          if (own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 2 || own.bottom > box.bottom + 2) faults.push(`${name} is cut`);
          names.slice(i + 1).forEach(({ name: other, box }) => {
            if (over(own, box) > 0.2 * Math.min(own.width * own.height, box.width * box.height)) faults.push(`${name} and ${other} cover each other`);
          });
        });
        const signs = [...map.querySelectorAll(".sign")].map((one) => one.getBoundingClientRect());
        signs.forEach((own, i) => signs.slice(i + 1).forEach((other, j) => {
          if (over(own, other) > 0.35 * own.width * own.height) faults.push(`signs ${i} and ${i + 1 + j} cover each other`);
        }));
      }
      return { faults, ratios };
    }, { scenario, language });
    assert.deepEqual(found.faults, [], `${scenario} at ${size[0]}, ${language}`);
    for (const [what, ratios] of Object.entries(found.ratios)) {
      assert(ratios.length > 1, `some ${what} to compare`);
      assert(Math.max(...ratios) / Math.min(...ratios) < 1.2, `one scale for every ${what}: ${ratios}`);
    }
    if (pictures) await page.screenshot({ path: `${pictures}/map_${scenario}_${size[0]}_${language}.png` });
    await leave(at);
  }
  done("the map has one scale for both worlds, every name can be read, no sign hides another");

  // Charts: the year is marked, a click chooses it, and each can be saved with what it is of.
  {
    const at = await visit("#s=classroom&y=2030&set=management.overhead%3D140000000"), { page } = at;
    const card = page.locator('[data-measure="use_rate"]');
    await card.scrollIntoViewIfNeeded();
    const mark = () => card.locator(".mark line").getAttribute("x1");
    const before = await mark();
    await page.locator("#year").fill("20");
    assert.notEqual(await mark(), before, "the mark follows the year");
    const box = await card.locator(".plot").boundingBox();
    await page.mouse.click(box.x + 60, box.y + 80);
    assert.equal(await text(page, "#year-shown"), "2021", "a click on a chart chooses the year");
    assert.match(await card.locator(".finding").innerText(), /^Reuse ends at .* with the cluster, at .* without it$/);
    const saved = async (format) => {
      const [download] = await Promise.all([page.waitForEvent("download"), card.locator(".saves button", { hasText: format }).click()]);
      return readFileSync(await download.path());
    };
    const csv = (await saved("CSV")).toString();
    for (const part of ["management.overhead=140000000", "seed 669", "circulus 0."]) assert(csv.includes(part), `${part} in the table`);
    assert.equal(csv.split("\r\n").filter((line) => /^20\d\d,/.test(line)).length, 30);
    const svg = (await saved("SVG")).toString();
    assert(!svg.includes("var(--") && svg.includes("seed 669") && svg.includes("<path"), "a picture that stands alone");
    assert.equal((await saved("PNG")).subarray(1, 4).toString(), "PNG");
    // Russian tables have decimal commas, and so semicolons between cells.
    await page.locator("#language").selectOption("ru");
    const table = (await saved("CSV")).toString();
    assert.match(table, /\r\n2021;0,\d+;0,\d+/);
    // In print every chart is drawn, those below the screen too.
    await page.evaluate(() => { document.querySelector("#more-charts").open = true; dispatchEvent(new Event("beforeprint")); });
    const empty = await page.locator(".plot").evaluateAll((all) => all.filter((one) => one.closest("[hidden]") === null && !one.querySelector("svg")).length);
    assert.equal(empty, 0, "no chart is blank in print");
    await leave(at);
    done("charts mark the year, say the finding, are saved as PNG, SVG and CSV, and are all printed");
  }

  // Why, in short: a sentence and the three strongest reasons; the whole account is one step deeper, and on a phone it fits.
  {
    const at = await visit("#s=classroom&y=2023", { viewport: { width: 390, height: 844 } }), { page } = at;
    await page.locator("#ask-plants button", { hasText: "Newcomer Stone Yard" }).click();
    const terms = await page.evaluate(() => circulus.ask("why", { input: { scenario: "classroom", set: {} }, language: "en", world: "cluster", year: 2023, plant: "STONE" }).account.plant.join.terms);
    const strongest = ["from_gain", "from_norm", "from_attitude", "from_trust", "bias", "inertia"].map((key) => terms[key]).sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 3);
    const shown = await page.locator("#why-text .reasons b").allInnerTexts();
    assert.deepEqual(shown, strongest.map((value) => ((value > 0 ? "+" : "") + Number(value.toFixed(2))).replace("-", "\u2212")));
    assert.match(await text(page, "#why-text .short"), /^It joined the cluster.*the gain it expects.*chance to be in was 12\.7 %/s);
    assert.equal(await page.locator("#why-text details[open]").count(), 0, "the account is one step deeper");
    const box = await page.locator("#why-text .reasons").boundingBox();
    assert(box.y + box.height < 844, "within one screen of a phone");
    if (pictures) await page.screenshot({ path: `${pictures}/why_390.png` });
    await leave(at);
    // For a projector the names on the map have at least 16 px.
    const hall = await visit("#s=classroom&y=2023");
    await hall.page.locator("#present").click();
    const sizes = await hall.page.locator("#map-cluster .names text").evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
    assert(sizes.length === 8 && sizes.every((size) => size >= 16), String(sizes));
    await leave(hall);
    done("why in a sentence and three bars");
  }

  // Settings side by side: kept with a name and a colour, in the table and the charts, in the link, and on one page of paper.
  {
    const at = await visit("#s=classroom&y=2040"), { page } = at;
    const levels = page.locator("#main-choices .choice");
    await page.locator("#keep").click();
    await levels.nth(1).getByRole("button", { name: "much", exact: true }).click();
    await page.locator('#tiles .yours').first().waitFor();
    await page.locator("#keep").click();
    await page.locator("#pin-table tbody tr").nth(2).waitFor();
    const rows = () => page.locator("#pin-table tbody tr").evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.replaceAll("\u00a0", " "))));
    const [now, unchanged, subsidy] = await rows();
    assert.deepEqual(now, subsidy, "what is shown is what was kept last");
    const price = await page.evaluate(() => {
      const { difference } = circulus.ask("frame", { input: { scenario: "classroom", set: { "policy.subsidy_per_t": 150 } }, language: "en" });
      return difference.state_spending.whole / difference.converted.whole;
    });
    assert.equal(subsidy[4], `${Number(price.toPrecision(3))} RUB`);
    assert.equal(unchanged[4], "—");
    await page.locator("#pin-table input").nth(1).fill("Subsidy <b>");
    await page.locator("#pin-table input").nth(1).press("Tab");
    await page.locator("#reset").click();
    await page.waitForFunction(() => !location.hash.includes("&set="));
    const card = page.locator('[data-measure="use_rate"]');
    await card.scrollIntoViewIfNeeded();
    await card.locator(".plot text", { hasText: "Subsidy <b>" }).waitFor(); // under its name, as text
    const other = await visit(page.url().replace(/^[^#]*/, ""));
    assert.deepEqual(await other.page.locator("#pin-table tbody tr").evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.replaceAll("\u00a0", " ")))), await rows(), "the link has them");
    assert(await other.page.locator("#message").isHidden());
    await other.page.evaluate(() => { document.querySelector("#pupil").value = "Anna"; window.print = () => { window.printed = document.body.className; }; });
    await other.page.locator("#hand-in").click();
    assert.match(await other.page.evaluate(() => window.printed), /handing-in/);
    await other.page.evaluate(() => document.body.classList.add("handing-in"));
    const sheet = await other.page.pdf({ format: "A4", ...(pictures ? { path: `${pictures}/handed_in.pdf` } : {}) });
    assert.equal(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, "one page to hand in");
    await leave(other);
    const broken = await visit('#s=classroom&pin={"name":"x","set":{"no.such":1},"seed":null}&pin=%5B&w=gold&show=x');
    for (const part of ["pin x", "pin=[", "w=gold", "show=x"]) assert((await text(broken.page, "#message")).includes(part), part);
    await leave(broken);
    // The link also has the waste, the band and what the charts show.
    await page.locator("#waste").selectOption({ label: "Slag" });
    await page.locator("#shown").selectOption("difference");
    const same = await visit(page.url().replace(/^[^#]*/, ""));
    assert.equal(await same.page.locator("#waste").evaluate((one) => one.selectedOptions[0].textContent), "Slag");
    assert.equal(await same.page.locator("#shown").inputValue(), "difference");
    await leave(same);
    await leave(at);
    done("settings side by side in table, charts, link and on one page of paper");
  }

  // A pupil's way through each story: guess, see, read the answer; Back leads to the step before, and the link to the same step.
  for (const [width, height, language] of [[1440, 900, "en"], [390, 844, "ru"]]) {
    const at = await visit(`#s=classroom&l=${language}`, { viewport: { width, height } }), { page } = at;
    const lessons = JSON.parse(await page.locator("#lesson-data").textContent());
    for (const [place, { minutes, step: steps }] of lessons.lessons.entries()) {
      await page.locator(".stories button").nth(place).click();
      for (const [i, step] of steps.entries()) {
        const said = lessons.texts[language][minutes][step.id];
        assert.equal(await page.locator("#story h2").innerText(), said.title);
        assert.match(page.url(), new RegExp(`step=${minutes}\\.${i + 1}$`));
        assert.equal(await page.locator(".look").count(), 1, `${minutes}.${step.id} shows where to look`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(wide <= 0, `${minutes}.${step.id} is ${wide} px too wide`);
        if (said.ask) {
          assert(await page.locator("#story .go").isDisabled(), "first a guess");
          if (step.options) await page.locator("#story .pick button").first().click();
          else {
            await page.locator("#story .guess").focus();
            for (const key of ["ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
          }
          await page.locator("#story .go").click();
          if (step.play) await page.locator("#story .row button").last().click(); // straight to the end
          const answer = plain(await page.locator("#story .answer").innerText());
          assert(!/[{}]|NaN|undefined/.test(answer) && answer.length > 40, answer);
          if (step.play) assert.equal(await text(page, "#year-shown"), String(step.play));
          if (step.options) assert.equal(await page.locator("#story .pick .right").count(), 1, "one option is right");
          else assert.equal(await page.locator("#story .guess svg path[stroke^='var(--cluster']").count(), 1, "the truth is drawn over the guess");
        }
        if (minutes === 10 && i === 2) {
          if (pictures) await page.screenshot({ path: `${pictures}/story_${width}_${language}.png` });
          const other = await visit(page.url().replace(/^[^#]*/, ""));
          assert.equal(await other.page.locator("#story h2").innerText(), said.title, "the link leads to the step");
          await leave(other);
          await page.goBack();
          await page.waitForFunction((title) => document.querySelector("#story h2")?.textContent === title, lessons.texts[language][minutes][steps[1].id].title);
          await page.goForward();
          await page.waitForFunction((title) => document.querySelector("#story h2")?.textContent === title, said.title);
          if (said.ask) {
            await page.waitForTimeout(200);
            await page.locator("#story .guess").focus();
            for (const key of ["ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
            await page.locator("#story .go").click();
            await page.locator("#story .row button").last().click();
          }
        }
        await page.locator("#story .go").click();
      }
      assert(await page.locator("#story").isHidden(), "the end of the story");
    }
    await leave(at);
    done(`a pupil's way through the stories at ${width} px, ${language}`);
  }

  // In a sandboxed frame, as course systems embed it, the page works too.
  {
    const folder = mkdtempSync(join(tmpdir(), "circulus-"));
    writeFileSync(join(folder, "course.html"), `<iframe sandbox="allow-scripts" width="1200" height="800" src="${address}"></iframe>`);
    const context = await browser.newContext(), page = await context.newPage(), told = [];
    page.on("pageerror", (error) => told.push(String(error)));
    await page.goto(pathToFileURL(join(folder, "course.html")).href);
    const inner = page.frameLocator("iframe");
    await inner.locator("body[data-ready]").waitFor();
    await inner.getByRole("button", { name: "much", exact: true }).click();
    await inner.getByText(/your choices:/).first().waitFor();
    assert.deepEqual(told, []);
    await context.close();
    rmSync(folder, { recursive: true });
    done("works in a sandboxed frame");
  }
} finally {
  await browser.close();
}
