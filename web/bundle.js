// Bundles our scripts with esbuild:
//   node bundle.js report FILE    the script of the report, which crates/circulus-report/src/html.rs puts into it
//   node bundle.js page FOLDER    the scripts of the classroom page, which assemble puts into it
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const [what, into] = process.argv.slice(2);

const bundle = (entry, outfile, more = {}) =>
  buildSync({
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "iife",
    // Browsers of 2023 or later.
    target: "es2022",
    charset: "utf8",
    logLevel: "warning",
    ...more,
  });

switch (into && what) {
  case "report":
    bundle("report/main.ts", into, {
      banner: {
        js: "// Generated from web/report and web/charts by 'npm run report' in web/. Change those.",
      },
    });
    break;
  case "page":
    // The browser's console, and the tests, ask the engine as circulus.ask({ ... }).
    bundle("page/main.ts", `${into}/page.js`, { globalName: "circulus" });
    bundle("worker/engine.ts", `${into}/worker.js`);
    bundle("worker/sw.ts", `${into}/sw.js`);
    break;
  default:
    console.error("node bundle.js report FILE, or: node bundle.js page FOLDER");
    process.exit(2);
}
