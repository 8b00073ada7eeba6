// Whether everybody can use a page: axe finds nothing, and the keyboard reaches every control.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Looks at all of the page: what is folded is opened. */
export async function assertAccessible(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  // Not as a script element: the page's own policy refuses those, and shall.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html).slice(0, 3)]), []);
}

export async function assertReachable(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  const reached = await tabbed(page);
  const missed = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button:not(:disabled), input, summary, [tabindex='0']")]
      .filter((element) => !element.dataset.reached)
      .map((element) => element.outerHTML.slice(0, 60)),
  );
  assert.deepEqual(missed, []);
  assert.ok(reached.length > 4, `only ${reached.length} controls`);
  assert.deepEqual(reached.filter((each) => !each.outlined), []);
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
