import assert from "node:assert/strict";
import { test } from "node:test";
import { rows } from "../src/rows.ts";

const step = (state: string, from?: number, to?: number) => ({
  state, dependsOn: [],
  ...(from === undefined ? {} : { startedAt: new Date(from * 1000).toISOString() }),
  ...(to === undefined ? {} : { endedAt: new Date(to * 1000).toISOString() }),
});
const cluster = {
  criticalPath: ["bootstrap/joined-node/b"],
  stages: [{ name: "bootstrap", steps: {
    "joined-node/a": step("created", 1, 3),
    "joined-node/b": step("created", 2, 6),
    "joined-node/c": step("failed", 2, 4),
    "report/all": step("not-begun"),
  } }],
} as never;
const shown = (failedOnly = false, mergeTwins = false) => rows(cluster, { failedOnly, mergeTwins });

test("given failed only, when asked, then nothing else is shown", () => {
  assert.deepEqual(shown(true).map((row) => row.label), ["joined-node/c"]);
});

test("given like twins, when merged, then they are one row from first to last", () => {
  const merged = shown(false, true);
  assert.deepEqual(merged.map((row) => [row.label, row.count]), [["joined-node", 2], ["joined-node/c", 1], ["report/all", 1]]);
  assert.deepEqual([merged[0]?.begin, merged[0]?.end, merged[0]?.isCritical], [1000, 6000, true]);
});

test("given steps of one stage, when asked, then what began first comes first and what has not begun last", () => {
  const stages = [{ name: "infra", steps: { "a/1": step("not-begun"), "b/1": step("created", 5, 6), "c/1": step("created", 1, 2) } }];
  const shown = rows({ criticalPath: [], stages } as never, { failedOnly: false, mergeTwins: true });
  assert.deepEqual(shown.map((row) => row.label), ["c/1", "b/1", "a/1"]);
});

test("given a stage that has not begun, when asked, then it has a row that says when its steps are planned", () => {
  const stages = [
    { name: "accept", state: "done", startedAt: new Date(0).toISOString(), endedAt: new Date(1000).toISOString(), steps: {} },
    { name: "infra", state: "running", steps: { "vpc/main": step("created", 1, 2) } },
    { name: "addons", state: "not-begun", steps: {} },
  ];
  const planned = rows({ criticalPath: [], stages } as never, { failedOnly: false, mergeTwins: true });
  assert.deepEqual(planned.map((row) => [row.stage, row.label, row.state]), [
    ["accept", "all of accept", "done"],
    ["infra", "vpc/main", "created"],
    ["addons", "addons, planned when it begins", "not-begun"],
  ]);
  assert.deepEqual(rows({ criticalPath: [], stages } as never, { failedOnly: true, mergeTwins: true }), []);
});
