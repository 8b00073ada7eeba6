// Takes pictures of the page while a real build runs: node screenshots.mjs URL FOLDER [CLUSTER].
// Run it beside `./clusterline demo --console --keep`; docs/console.md says how.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { launch } from "./chromium.mjs";

const [url, folder, name] = process.argv.slice(2);
const assets = process.env.CLUSTERLINE_PAGE; // a page that is being worked on, shown in place of the console's
const WIDE = { width: 1280, height: 960 };
const PHONE = { width: 390, height: 844 };
const LIMIT = 15 * 60_000;
mkdirSync(folder, { recursive: true });
const browser = await launch();

async function shoot(name, { viewport = WIDE, colorScheme = "light", hash = "#/" }) {
  const page = await browser.newPage({ viewport, colorScheme });
  if (assets !== undefined) {
    await page.route(/console\.(js|css)$/, (route) => route.fulfill({ path: path.join(assets, path.basename(route.request().url())) }));
  }
  await page.goto(url + hash);
  await page.locator(".connection.live").waitFor();
  await page.locator(hash === "#/" ? "tbody tr" : "article").first().waitFor();
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  await page.close();
  console.log(`${name}.png`);
}

async function whole(name, hash) {
  await shoot(`page-${name}-light`, { hash });
  await shoot(`page-${name}-dark`, { hash, colorScheme: "dark" });
  await shoot(`page-${name}-phone`, { hash, viewport: PHONE });
}

/** The cluster, once the condition is met or the limit is over. */
async function until(condition) {
  for (const end = Date.now() + LIMIT; Date.now() < end; await new Promise((then) => setTimeout(then, 200))) {
    const clusters = await (await fetch(`${url}api/clusters`)).json();
    const cluster = name === undefined ? clusters[0] : clusters.find((each) => each.name === name);
    if (cluster !== undefined && condition(cluster)) {
      return cluster;
    }
  }
  throw new Error("the build did not come so far");
}

const ended = ({ phase }) => phase === "ready" || phase === "failed";
const running = await until((cluster) => ended(cluster) || (cluster.progress > 0.4 && cluster.waitsFor.length > 0 && cluster.nodes.length > 0));
if (!ended(running)) {
  await whole("running", `#/${encodeURIComponent(running.key)}`);
}
const last = await until(ended);
await whole(last.phase === "ready" ? "finished" : "failed", `#/${encodeURIComponent(last.key)}`);
await shoot("list-light", { viewport: { width: 1280, height: 320 } });
await browser.close();
