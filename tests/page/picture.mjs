// The picture of the classroom page in the README: node picture.mjs INDEX.html FILE.png
import { strict as assert } from "node:assert";
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [file, picture] = process.argv.slice(2);
const browser = await open();
try {
  const page = await browser.newPage({ viewport: { width: 1240, height: 690 }, locale: "en-GB", reducedMotion: "reduce" });
  await page.goto(`${pathToFileURL(file).href}#s=classroom&y=2036&set=policy.subsidy_per_t=150`);
  await page.waitForSelector("body[data-ready]");
  await page.screenshot({ path: picture, scale: "css" });
  assert(statSync(picture).size < 200_000, "the picture is under 200 kB");
} finally {
  await browser.close();
}
