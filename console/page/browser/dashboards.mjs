// Takes pictures of the dashboards' previews: node dashboards.mjs FOLDER-OF-HTML FOLDER. deploy/monitoring/README.md says how.

import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const [from, to] = process.argv.slice(2);
mkdirSync(to, { recursive: true });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
for (const file of readdirSync(from).filter((each) => each.endsWith(".html"))) {
  await page.goto(pathToFileURL(path.resolve(from, file)).href);
  const height = await page.evaluate(() => document.body.scrollHeight + 24);
  await page.screenshot({ path: path.join(to, `${path.basename(file, ".html")}.png`), clip: { x: 0, y: 0, width: 1280, height }, fullPage: true });
}
await browser.close();
