import assert from "node:assert/strict";
import { test } from "node:test";
import { visible } from "../src/text.ts";

test("given controls and marks that reorder, when shown, then they are written out", () => {
  assert.equal(visible("\u001b[31mred\u0000 \u202egnp.exe"), "\\u001b[31mred\\u0000 \\u202egnp.exe");
  assert.equal(visible("한글 → two\nlines\t✓"), "한글 → two\nlines\t✓");
});

test("given a text without end, when shown, then its begin and its length are", () => {
  const shown = visible("x".repeat(1 << 20));
  assert.ok(shown.length < 2100 && shown.endsWith("(1048576 characters)"));
});
