// A report in a real browser: node report.mjs REPORT.html [FOLDER FOR PICTURES]
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { open } from "./browser.mjs";

const [file, pictures] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await open();
try {
  for (const [width, height] of [[1280, 900], [360, 740]]) {
    const page = await browser.newPage({ viewport: { width, height } });
    const told = [], asked = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
    page.on("pageerror", (error) => told.push(String(error)));
    page.on("request", (request) => request.url() !== address && !request.url().startsWith("data:") && asked.push(request.url()));
    // Added before the page loads, as its policy allows no script to be added later.
    await page.addInitScript({ path: axe });
    await page.goto(address);
    const paths = (id) => page.locator(`#${id} svg :is(path, circle)`).count();
    for (const id of ["map", "sankey", "events"]) assert((await paths(id)) > 3, `${id} is drawn`);
    const drawn = () => page.locator("#charts").innerHTML();
    const both = await drawn();
    await page.locator("#twin").uncheck();
    const alone = await drawn();
    assert.notEqual(alone, both, "the twin can be switched off");
    await page.locator("#twin").check();
    assert.equal((await drawn()).length, both.length, "and on again");
    await page.locator("#waste").selectOption({ index: 1 });
    assert.notEqual(await drawn(), both, "a waste can be picked");
    await page.locator("#waste").selectOption({ index: 0 });
    const map = await page.locator("#map").innerHTML();
    await page.locator("#year").fill("0");
    assert.notEqual(await page.locator("#map").innerHTML(), map, "the map shows another year");
    const first = () => page.locator("#plants tbody tr").first().innerText();
    const before = await first();
    await page.locator("#plants thead button").nth(3).click();
    await page.locator("#plants thead button").nth(3).click();
    const least = await first();
    await page.locator("#plants thead button").nth(3).click();
    assert.notEqual(await first(), least, "the table can be sorted");
    assert(before.length > 0);
    const chart = page.locator("#charts > div").first();
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await chart.getByText("cluster").last().waitFor();
    // A plant under the pointer shows its name: the one with markup in it, or the last one, which no other covers.
    const plant = await page.evaluate(() => {
      const map = document.querySelector("#map");
      map.scrollIntoView({ block: "center" });
      const { plants } = JSON.parse(document.querySelector("#data").textContent);
      const hostile = plants.findIndex(({ name }) => name.includes("<")), which = hostile < 0 ? plants.length - 1 : hostile;
      const { left, top, width, height } = map.querySelector(`[data-plant="${which}"] .touch`).getBoundingClientRect();
      return { name: plants[which].name, x: left + width / 2, y: top + height / 2 };
    });
    await page.mouse.move(plant.x, plant.y);
    await page.locator("#map").getByText(`${plant.name} (`).waitFor();
    // Every plant has its name on the map.
    const [named, all] = await page.evaluate(() => [
      [...document.querySelectorAll("#map .names text")].map((one) => [...one.children].map((line) => line.textContent).join("")),
      JSON.parse(document.querySelector("#data").textContent).plants.map(({ name }) => name),
    ]);
    assert.deepEqual(named.map((name) => name.replace(/\s/g, "")), all.map((name) => name.replace(/\s/g, "")), "names on the map");
    assert((await page.locator("#map-legend li").count()) > 6, "and a legend");
    assert((await page.locator("#plants tbody").innerText()).includes(plant.name), "and the table has it");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert(wide <= 0, `the page is ${wide} px too wide at ${width}`);
    const found = await page.evaluate(() => axe.run());
    const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
    assert.deepEqual(serious.map((one) => [one.id, one.nodes[0].html]), [], "accessible");
    assert.deepEqual(told, [], "nothing on the console");
    assert.deepEqual(asked, [], "no network");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.injected = true'>");
      return new Promise((resolve) => setTimeout(() => resolve("injected" in window), 300));
    });
    assert.equal(ran, false, "a script that is not the page's own does not run");
    assert(told.length > 0 && told.every((line) => line.includes("Content Security Policy")), "the policy refused it");
    if (pictures) await page.screenshot({ path: `${pictures}/report_${width}.png`, fullPage: true });
    if (pictures && width > 1000) await page.pdf({ path: `${pictures}/report.pdf`, format: "A4" });
    await page.close();
    console.log(`report at ${width} px: drawn, twin, waste, year, sorting, hover, names, width, accessibility, no network, policy`);
  }
} finally {
  await browser.close();
}
