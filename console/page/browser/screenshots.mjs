// Takes pictures of the page while a real build runs, each of the whole page: node screenshots.mjs URL FOLDER MOMENT…
// Moments: running, finished, failed, list; in that order. pictures.sh runs it beside its demos; docs/console.md says how.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { launch } from "./chromium.mjs";

const [url, folder, ...moments] = process.argv.slice(2);
const assets = process.env.CLUSTERLINE_PAGE; // a page that is being worked on, shown in place of the console's
const WIDE = { width: 1280, height: 960 };
const PHONE = { width: 390, height: 844 };
const LIMIT = 15 * 60_000;
mkdirSync(folder, { recursive: true });
const browser = await launch();

async function open({ viewport = WIDE, colorScheme = "light", hash = "#/" }) {
  const page = await browser.newPage({ viewport, colorScheme });
  if (assets !== undefined) {
    await page.route(/console\.(js|css)$/, (route) => route.fulfill({ path: path.join(assets, path.basename(route.request().url())) }));
  }
  await page.goto(url + hash);
  await page.locator(".connection.live").waitFor();
  await page.locator(hash === "#/" ? "tbody tr" : "article").first().waitFor();
  return page;
}

/** Once more, until what the picture has to show was there before and after it was taken. */
async function shoot(name, { shows = "main", ...options }) {
  const page = await open(options);
  do {
    await page.locator(shows).first().waitFor({ timeout: 60_000 });
    await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled", fullPage: true });
  } while ((await page.locator(shows).count()) === 0);
  await page.close();
  console.log(`${name}.png`);
}

async function whole(moment, cluster, shows) {
  const hash = `#/${encodeURIComponent(cluster.key)}`;
  await shoot(`page-${moment}-light`, { hash, shows });
  await shoot(`page-${moment}-dark`, { hash, shows, colorScheme: "dark" });
  await shoot(`page-${moment}-phone`, { hash, shows, viewport: PHONE });
}

/** The line's first cluster, once the condition is met or the limit is over. */
async function until(condition) {
  for (const end = Date.now() + LIMIT; Date.now() < end; await new Promise((then) => setTimeout(then, 200))) {
    const [cluster] = await (await fetch(`${url}api/clusters`)).json();
    if (cluster !== undefined && condition(cluster)) {
      return cluster;
    }
  }
  throw new Error("the build did not come so far");
}

const isIn = (phase) => (cluster) => {
  if (cluster.phase !== phase && (cluster.phase === "ready" || cluster.phase === "failed")) {
    throw new Error(`the build is ${cluster.phase}, and not ${phase}`);
  }
  return cluster.phase === phase;
};

/** What failed because of another stage has failed, too. */
const isAtRest = ({ stages }) => stages.every((stage) => stage.beside || stage.state !== "running");

const MOMENTS = {
  running: async () =>
    whole("running", await until((cluster) => isIn("building")(cluster) && cluster.progress > 0.4 && cluster.waitsFor.length > 0), ".waits li"),
  finished: async () => whole("finished", await until(isIn("ready")), ".evidence"),
  failed: async () => whole("failed", await until((cluster) => isIn("failed")(cluster) && isAtRest(cluster)), ".command"),
  list: async () => shoot("list-light", { viewport: { width: 1280, height: 320 }, shows: "tbody tr" }),
};

for (const moment of moments) {
  await MOMENTS[moment]();
}
await browser.close();
