import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, type Ways } from "../src/clipboard.ts";

const done: string[] = [];
const ways = (more: Partial<Ways>): Ways => ({
  clipboard: undefined,
  select: () => done.push("selected"),
  copySelected: () => false,
  ...more,
});
const refusing = { writeText: () => Promise.reject(new Error("denied")) };

test("given a clipboard, when copied, then the text is on it and nothing is selected", async () => {
  done.length = 0;
  const clipboard = { writeText: async (text: string) => void done.push(text) };
  assert.equal(await copy("command", ways({ clipboard })), "copied");
  assert.deepEqual(done, ["command"]);
});

for (const [what, clipboard] of [["no clipboard, as beyond loopback", undefined], ["a clipboard that refuses", refusing]] as const) {
  test(`given ${what}, when copied, then the older way is taken`, async () => {
    done.length = 0;
    assert.equal(await copy("command", ways({ clipboard, copySelected: () => true })), "copied");
    assert.deepEqual(done, ["selected"]);
  });

  test(`given ${what} and no older way, when copied, then the text is selected and nothing is thrown`, async () => {
    const throwing = () => {
      throw new Error("not supported");
    };
    assert.equal(await copy("command", ways({ clipboard, copySelected: throwing })), "selected");
    assert.equal(await copy("command", ways({ clipboard })), "selected");
  });
}
