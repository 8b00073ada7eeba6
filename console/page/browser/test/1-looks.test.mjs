// Accessibility, keyboard, hostile content.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { begin, eventually, FIRST, line, open, withBrowser } from "../line.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

before(async () => {
  await begin();
  await line("next", 5000);
});

for (const colorScheme of ["light", "dark"]) {
  for (const hash of ["#/", FIRST]) {
    test(`given ${hash} in ${colorScheme}, when axe looks, then it finds nothing`, () =>
      withBrowser(async (browser) => {
        const page = await open(browser, hash, { colorScheme });
        await page.keyboard.press("?");
        // Not as a script element: the page's own policy refuses those, and shall.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html).slice(0, 3)]), []);
        assert.deepEqual(page.offences, []);
      }));
  }
}

/** What Tab reaches from the top, and whether each shows that it has the focus. */
async function tabbed(page) {
  const reached = [];
  await page.locator("body").press("Tab");
  for (let presses = 0; presses < 200; presses++) {
    const now = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element.dataset.reached) {
        return null;
      }
      element.dataset.reached = "yes";
      return { html: element.outerHTML.slice(0, 60), outlined: parseFloat(getComputedStyle(element).outlineWidth) > 0 };
    });
    if (now === null) {
      break;
    }
    reached.push(now);
    await page.keyboard.press("Tab");
  }
  return reached;
}

for (const hash of ["#/", FIRST]) {
  test(`given ${hash}, when tabbed through, then every control is reached and shows it`, () =>
    withBrowser(async (browser) => {
      const page = await open(browser, hash);
      const reached = await tabbed(page);
      const missed = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], button:not(:disabled), input, summary, [tabindex='0']")]
          .filter((element) => !element.dataset.reached)
          .map((element) => element.outerHTML.slice(0, 60)),
      );
      assert.deepEqual(missed, []);
      assert.ok(reached.length > 4, `only ${reached.length} controls`);
      assert.deepEqual(reached.filter((each) => !each.outlined), []);
    }));
}

test("given the keyboard alone, when the documented keys are pressed, then they do what they say", () =>
  withBrowser(async (browser) => {
    const page = await open(browser);
    const title = page.locator("article h2");
    await page.locator("tbody a").first().focus();
    await page.keyboard.press("Enter");
    await title.filter({ hasText: "fleet-00" }).waitFor();
    await page.keyboard.press("j");
    await title.filter({ hasText: "fleet-01" }).waitFor();
    await page.keyboard.press("k");
    await title.filter({ hasText: "fleet-00" }).waitFor();
    const [failedOnly, twins] = [page.getByLabel("Failed only"), page.getByLabel("Merge like steps")];
    await page.keyboard.press("f");
    assert.equal(await failedOnly.isChecked(), true);
    await page.keyboard.press("f");
    await page.keyboard.press("m");
    assert.equal(await twins.isChecked(), false);
    await twins.focus();
    await page.keyboard.press("Space");
    assert.equal(await twins.isChecked(), true);
    const past = page.locator("input[type=range]");
    await past.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.locator(".controls label").first().innerText(), /As of 0:00/);
    assert.equal(await page.getByRole("button", { name: "Now" }).isEnabled(), true);
    await page.keyboard.press("n");
    assert.equal(await page.getByRole("button", { name: "Now" }).isEnabled(), false);
    await page.keyboard.press("?");
    await page.locator(".help").waitFor();
    await page.keyboard.press("u");
    await page.locator("tbody a").first().waitFor();
  }));

test("given hostile events, when shown, then they are text, and the page goes on", () =>
  withBrowser(async (browser) => {
    const page = await open(browser, FIRST);
    await line("hostile");
    await page.locator(".waits", { hasText: "<img src=http://192.0.2.1/x" }).waitFor();
    assert.equal(await page.locator("article img, article script").count(), 0);
    assert.equal(await page.title(), "Clusterline");
    const controls = await page.evaluate(() => document.body.innerText.match(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/g));
    assert.equal(controls, null, "control characters are shown as such");
    await line("says", "after the storm");
    await page.locator(".waits", { hasText: "after the storm" }).waitFor();
    await eventually(async () => (await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)) || "wider than the window");
    assert.deepEqual(page.offences, []);
  }));
