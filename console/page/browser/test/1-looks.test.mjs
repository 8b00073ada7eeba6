// Accessibility, keyboard, hostile content.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { assertAccessible, assertReachable } from "../access.mjs";
import { address, begin, eventually, FIRST, line, open, withBrowser } from "../line.mjs";

before(async () => {
  await begin();
  await line("next", 5000);
});

/** Running, failed with its errors, ready with its evidence, a removal. */
const PAGES = ["#/", FIRST, address("with-failure"), address("with-everything"), address("with-removal")];
const PHONE = { width: 390, height: 844 };

for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { viewport: PHONE }]) {
  for (const hash of PAGES) {
    test(`given ${hash} with ${JSON.stringify(options)}, when axe looks, then it finds nothing`, () =>
      withBrowser(async (browser) => {
        const page = await open(browser, hash, options);
        await page.keyboard.press("?");
        await assertAccessible(page);
        assert.deepEqual(page.offences, []);
      }));
  }
}

test("given a failed build, when copied beyond loopback, then the command is selected, and the page says so", () =>
  withBrowser(async (browser) => {
    const page = await open(browser, address("with-failure"));
    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
    await page.getByRole("button", { name: "Copy" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("press Ctrl+C").waitFor();
    assert.match(await page.evaluate(() => String(getSelection())), /^\.\/clusterline dead-letters replay [0-9a-f-]{36} --reason 'why'$/);
    assert.deepEqual(page.offences, []);
  }));

test("given a failed build, when an earlier moment is shown, then its failure has not happened yet", () =>
  withBrowser(async (browser) => {
    const page = await open(browser, address("with-failure"));
    await page.locator(".problem").waitFor();
    await page.locator("input[type=range]").focus();
    await page.keyboard.press("Home");
    await eventually(async () => (await page.locator(".problem").count()) === 0 || "the failure is shown");
    assert.equal(await page.locator("article h2 .badge").innerText(), "building");
    await page.keyboard.press("k"); // to another cluster, which is shown as of now
    const now = page.getByRole("button", { name: "Now" });
    await eventually(async () => (await now.isDisabled()) || "the other cluster is shown as of that moment, too");
  }));

for (const hash of PAGES) {
  test(`given ${hash}, when tabbed through, then every control is reached and shows it`, () =>
    withBrowser(async (browser) => {
      const page = await open(browser, hash);
      await assertReachable(page);
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
    const now = page.getByRole("button", { name: "Now" });
    await eventually(async () => (await now.isDisabled()) || "the other cluster is shown as of that moment, too");
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
    for (const hash of [FIRST, "#/", address("fleet-49")]) {
      const shown = hash === FIRST ? page : await open(browser, hash);
      const controls = await shown.evaluate(() => document.body.innerText.match(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/g));
      assert.equal(controls, null, `${hash}: control characters are shown as such`);
    }
    assert.match(await page.locator(".problem h3").innerText(), /edge failed: <img src/);
    assert.equal(await page.locator(".command").count(), 0, "no command of a letter that is no identifier");
    await line("says", "after the storm");
    await page.locator(".waits", { hasText: "after the storm" }).waitFor();
    await eventually(async () => (await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)) || "wider than the window");
    assert.deepEqual(page.offences, []);
  }));
