// `clusterline report`: its files are opened from the disk, as whoever gets one does. REPORTS is a folder of them.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible, assertReachable } from "../access.mjs";
import { launch } from "../chromium.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** The report, and whatever a file that needs nothing else should not have done. */
async function open(name, options = {}) {
  const address = pathToFileURL(path.join(process.env.REPORTS, name)).href;
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  page.offences = [];
  page.on("request", (request) => request.url() === address || page.offences.push(`request: ${request.url().slice(0, 200)}`));
  page.on("pageerror", (error) => page.offences.push(`error: ${error}`));
  page.on("console", (message) => message.type() === "error" && page.offences.push(message.text()));
  page.on("dialog", (dialog) => page.offences.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  await page.goto(address);
  await page.locator("article").waitFor();
  return page;
}

async function assertHarmless(page) {
  assert.deepEqual(page.offences, []);
  assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").length), 0);
  assert.equal(await page.locator("article img, article script, article b").count(), 0);
  const controls = await page.evaluate(() => document.body.innerText.match(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/g));
  assert.equal(controls, null, "control characters are shown as such");
  assert.doesNotMatch(await page.title(), /owned/);
}

test("given the report of a finished build, when opened from the disk, then it shows the build and needs nothing else", async () => {
  const page = await open("finished.html");
  assert.equal(await page.title(), "Clusterline: small");
  const text = await page.locator("body").innerText();
  for (const shown of ["small", "ready", "infra", "addons", "worker-2", "vpc/main"]) {
    assert.ok(text.includes(shown), `${shown} is not in: ${text}`);
  }
  await assertHarmless(page);
});

test("given hostile names, when their report is opened, then they are text", async () => {
  const page = await open("hostile.html");
  const text = await page.locator("body").innerText();
  assert.ok(text.includes("<img src=http://192.0.2.1/x"), text);
  await assertHarmless(page);
});

test("given a hostile name of a cluster, when its report is opened, then it is text", async () => {
  const page = await open("named.html");
  assert.match(await page.title(), /^Clusterline: <\/title><script>/);
  assert.ok((await page.locator("article h2").innerText()).includes("</title><script>"));
  assert.deepEqual(page.offences, []);
  assert.equal(await page.evaluate(() => document.scripts.length), 2, "the document, and the page's own");
});

for (const name of ["finished.html", "hostile.html"]) {
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    test(`given ${name} with ${JSON.stringify(options)}, when axe looks, then it finds nothing`, async () =>
      assertAccessible(await open(name, options)));
  }

  test(`given ${name}, when tabbed through, then every control is reached and shows it`, async () =>
    assertReachable(await open(name)));
}
