import assert from "node:assert/strict";
import { test } from "node:test";
import { show } from "../src/preview/format.js";
import { legend } from "../src/preview/prometheus.js";
import { table } from "../src/preview/tables.js";

const at = 1_800_000_000;

test("a state is shown by its mapping, a share as per cent, nothing as what the panel says", () => {
  const state = { mappings: [{ type: "value", options: { "3": { text: "done", color: "green" } } as never }] };
  assert.equal(show(3, state).text, "done");
  assert.equal(show(0.912, { unit: "percentunit" }).text, "91.2 %");
  assert.equal(show(undefined, { noValue: "–" }).text, "–");
});

test("a legend takes the labels of its series", () => {
  assert.equal(legend({ refId: "A", expr: "", legendFormat: "{{stage}} {{ outcome }}" }, { stage: "infra", outcome: "failed" }), "infra failed");
});

test("rows of two queries that agree in their labels are one", () => {
  const row = (labels: Record<string, string>, value: number) => ({ labels, points: [[at, value] as [number, number]] });
  const html = table(
    [
      { refId: "A", series: [row({ cluster: "a", phase: "ready" }, 1)] },
      { refId: "B", series: [row({ cluster: "a" }, 42)] },
    ],
    {},
    [],
    [],
  );
  assert.equal(html.match(/<tr>/g)?.length, 2);
  assert.match(html, /ready.*42/);
});

test("text from a label is escaped", () => {
  const html = table([{ refId: "A", series: [{ labels: { step: "<b>" }, points: [[at, 1]] }] }], {}, [], []);
  assert.match(html, /&lt;b>/);
});
