// Takes a picture of what `watch`, `apply --wait` and `demo` draw on a terminal: node terminal.mjs FOLDER [ARGUMENT…]. Runs a real
// `./clusterline demo` with these arguments on a pseudo-terminal and keeps what it writes, with its times. Once it has ended, xterm.js
// draws that up to the middle of the build; docs/console.md says how.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { launch } from "./chromium.mjs";

const [folder, ...demo] = process.argv.slice(2);
const [ROWS, COLUMNS] = [32, 100];
const FRAME = 100; // ms: what follows sooner belongs to the same picture
const ROOT = path.resolve(import.meta.dirname, "../../..");
const file = (of) => createRequire(import.meta.url).resolve(`@xterm/xterm/${of}`);

/** What the demo writes, and when. */
async function record() {
  const terminal = path.join(ROOT, "cli/src/test/resources/on_terminal.py");
  const command = spawn("python3", [terminal, ...[ROWS, COLUMNS, 1800].map(String), "--", path.join(ROOT, "clusterline"), "demo", ...demo], {
    env: { ...process.env, TERM: "xterm" },
  });
  const pieces = [];
  command.stdout.on("data", (bytes) => pieces.push({ at: Date.now(), bytes: [...bytes] }));
  await new Promise((ended) => command.on("close", ended));
  return pieces;
}

async function open(browser) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, deviceScaleFactor: 2 });
  await page.setContent("<!doctype html><title>watch</title><body style='margin: 0'><div id='terminal' style='display: inline-block; padding: 12px; background: #1b1d23'>");
  await page.addStyleTag({ path: file("css/xterm.css") });
  await page.addScriptTag({ path: file("lib/xterm.js") });
  await page.evaluate(([rows, cols]) => {
    const terminal = new globalThis.Terminal({
      rows,
      cols,
      scrollback: 0, // no bar
      fontFamily: "DejaVu Sans Mono, monospace",
      fontSize: 14,
      cursorInactiveStyle: "none",
      theme: { background: "#1b1d23", foreground: "#d8dbe2" },
    });
    terminal.open(document.getElementById("terminal"));
    globalThis.show = (bytes) => new Promise((drawn) => terminal.write(Uint8Array.from(bytes), drawn));
    globalThis.text = () => {
      const shown = terminal.buffer.active;
      return Array.from({ length: terminal.rows }, (_, row) => shown.getLine(shown.baseY + row)?.translateToString() ?? "").join("\n");
    };
  }, [ROWS, COLUMNS]);
  return page;
}

const pieces = await record();
const browser = await launch();
const page = await open(browser);
let percent = 0;
for (const [at, piece] of pieces.entries()) {
  await page.evaluate((bytes) => globalThis.show(bytes), piece.bytes);
  const isWhole = at + 1 < pieces.length && pieces[at + 1].at - piece.at > FRAME;
  percent = Number((await page.evaluate(() => globalThis.text())).match(/ · (\d+) %/)?.[1] ?? 0);
  if (isWhole && percent >= 45) {
    break;
  }
}
if (percent === 0) {
  throw new Error("no picture of the middle of the build was drawn");
}
await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
await page.locator("#terminal").screenshot({ path: path.join(folder, "watch.png") });
await browser.close();
console.log(`watch.png, at ${percent} %`);
