// kill -9 of the console and of the broker; browsers with a wrong id; many browsers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { begin, COMPLETE, CONSOLE, eventually, FIRST, line, open, withBrowser } from "../line.mjs";

before(begin);

/** Chance of today, or of another day: -Dclusterline.drill.seed of BrowserTest. From 0 to 1, by a linear congruential generator. */
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));
let state = SEED;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

/** The page's text without what only the clock moves. */
const shown = (page) =>
  page.evaluate(() => document.querySelector("main").innerText.replaceAll(/\d+:\d\d(:\d\d)?|\d+\.\d s|\$[\d.]+/g, "…"));

test(`given kill -9 at random cuts (seed ${SEED}), when all is back, then the page equals a fresh load`, { skip: !COMPLETE && "in verify --full" }, () =>
  withBrowser(async (browser) => {
    const page = await open(browser, FIRST);
    const list = await open(browser);
    for (let cut = 0; cut < 10; cut++) {
      await line("next", 1 + Math.floor(random() * 800));
      const what = cut % 2 === 0 ? "console" : "broker";
      const back = line(`${what}/restart`);
      if (what === "console") {
        await line("next", 1 + Math.floor(random() * 800)); // the builds go on without it
      }
      await back;
      await line("next", 37);
      await eventually(async () => {
        await line("says", `back after cut ${cut}`); // again: what is sent to a stream that is being recovered may be lost
        return (await page.locator(".waits", { hasText: `back after cut ${cut}` }).count()) > 0 || (await page.locator(".connection").innerText());
      });
      for (const [old, hash] of [[page, FIRST], [list, "#/"]]) {
        await eventually(async () => {
          const fresh = await open(browser, hash);
          const [expected, actual] = [await shown(fresh), await shown(old)];
          await fresh.close();
          return expected === actual || `after the ${what}: ${actual}\n--- but fresh:\n${expected}`;
        }, 20_000);
      }
    }
    assert.deepEqual([page.offences, list.offences], [[], []]);
  }));

async function firstMessage(headers) {
  const stop = new AbortController();
  const answer = await fetch(`${CONSOLE}api/stream`, { headers, signal: stop.signal });
  let text = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/event: \w+/.test(text)) {
      break;
    }
  }
  stop.abort();
  return text.match(/event: (\w+)/)[1];
}

for (const id of ["-1", "999999999", "abc", "1e3", "<script>", "9223372036854775808", "１"]) {
  test(`given ${id} as last event's id, when a browser listens, then it starts anew`, async () =>
    assert.equal(await firstMessage({ "Last-Event-ID": encodeURIComponent(id) }), "snapshot"));
}

/** Seconds of processor time and megabytes of that process. */
function usage(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).map(Number);
  const resident = Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);
  return { seconds: (user + system) / 100, megabytes: resident / 1024 };
}

test("given 200 idle browsers, when they only listen, then they cost no more than one reader", async () => {
  const pid = await line("console/pid");
  const idle = async () => {
    const before = usage(pid);
    await new Promise((then) => setTimeout(then, COMPLETE ? 20_000 : 4000)); // the time over which is measured
    return usage(pid).seconds - before.seconds;
  };
  const [alone, before] = [await idle(), usage(pid)];
  const stop = new AbortController();
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => fetch(`${CONSOLE}api/stream`, { signal: stop.signal })),
  );
  answers.forEach((answer) => answer.body.pipeTo(new WritableStream()).catch(() => {}));
  await eventually(async () => answers.every((answer) => answer.ok));
  assert.equal(await line("journal/readers"), 1, "readers of the journal, as the broker counts them");
  const [together, after] = [await idle(), usage(pid)];
  stop.abort();
  console.log(`200 browsers: ${alone.toFixed(2)} s of a core without, ${together.toFixed(2)} s with; ` +
    `${before.megabytes.toFixed(0)} MB without, ${after.megabytes.toFixed(0)} MB with`);
  assert.ok(together <= alone + (COMPLETE ? 1 : 0.4), `${together} s against ${alone} s`);
  assert.ok(after.megabytes <= 400, `${after.megabytes} MB`);
});
