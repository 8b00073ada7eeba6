// Takes a picture of `clusterline watch` while a real build runs: node terminal.mjs URL FOLDER [CLUSTER]. What the command writes to a
// pseudo-terminal is drawn by xterm.js. Run it beside `./clusterline demo --console --keep`; docs/console.md says how.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { clusterOf } from "./builds.mjs";
import { launch } from "./chromium.mjs";

const [url, folder, name] = process.argv.slice(2);
const [ROWS, COLUMNS] = [32, 100];
const ROOT = path.resolve(import.meta.dirname, "../../..");
const file = (of) => createRequire(import.meta.url).resolve(`@xterm/xterm/${of}`);

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, deviceScaleFactor: 2 });
await page.setContent("<!doctype html><title>watch</title><body style='margin: 0'><div id='terminal' style='display: inline-block; padding: 12px; background: #1b1d23'>");
await page.addStyleTag({ path: file("css/xterm.css") });
await page.addScriptTag({ path: file("lib/xterm.js") });
await page.evaluate(([rows, cols]) => {
  const terminal = new globalThis.Terminal({
    rows,
    cols,
    fontFamily: "DejaVu Sans Mono, monospace",
    fontSize: 14,
    cursorStyle: "bar",
    cursorInactiveStyle: "none",
    theme: { background: "#1b1d23", foreground: "#d8dbe2" },
  });
  terminal.open(document.getElementById("terminal"));
  globalThis.show = (bytes) => new Promise((drawn) => terminal.write(Uint8Array.from(bytes), drawn));
}, [ROWS, COLUMNS]);

const begun = await clusterOf(url, name, (cluster) => cluster.nodes.length > 0);
const watch = spawn("python3", [
  path.join(ROOT, "cli/src/test/resources/on_terminal.py"),
  ...[ROWS, COLUMNS, 600].map(String),
  "--stdin",
  "--",
  path.join(ROOT, "clusterline"),
  "watch",
  begun.name,
]);
let shown = Promise.resolve();
watch.stdout.on("data", (piece) => (shown = shown.then(() => page.evaluate((bytes) => globalThis.show(bytes), [...piece]))));

const screen = () => page.evaluate(() => document.querySelector(".xterm-rows")?.innerText ?? "");
await clusterOf(url, name, async (cluster) => cluster.progress > 0.4 && cluster.waitsFor.length > 3 && /\d %/.test(await screen()));
await page.locator("#terminal").screenshot({ path: path.join(folder, "watch.png") });
watch.stdin.write("interrupt\n");
await new Promise((ended) => watch.on("close", ended));
await browser.close();
console.log("watch.png");
