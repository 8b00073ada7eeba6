import assert from "node:assert/strict";
import { test } from "node:test";
import { keyLines, lines } from "../src/preview/charts.js";
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

test("cents are told apart", () => {
  assert.deepEqual([0.0048, 0.0024, 0].map((value) => show(value, { unit: "currencyUSD" }).text), ["$0.0048", "$0.0024", "$0.00"]);
});

test("a legend that needs several lines takes them from the chart, not from the panel", () => {
  const text = { name: "a name of thirty characters ...", last: "12.5 req/s" };
  assert.deepEqual([1, 2, 4].map((count) => keyLines(Array<typeof text>(count).fill(text), 600)), [1, 1, 2]);
  const named = Array.from({ length: 4 }, () => ({ name: text.name, series: { labels: {}, points: [[at, 1]] as [number, number][] } }));
  const html = lines(named, {}, { address: "", start: at, end: at + 60 }, 600, 200, false);
  assert.ok(Number(html.match(/height="(\d+)"/)?.[1]) <= 200 - 2 * 16, html);
});

test("rows are sorted by a column that is not shown", () => {
  const row = (stage: string, value: number) => ({ labels: { stage }, points: [[at, value] as [number, number]] });
  const html = table([{ refId: "A", series: [row("addons", 6), row("infra", 2)] }], {}, [], [
    { id: "sortBy", options: { sort: [{ field: "Value" }] } },
    { id: "organize", options: { excludeByName: { Value: true } } },
  ]);
  assert.match(html, /infra.*addons/);
  assert.doesNotMatch(html, /6/);
});
