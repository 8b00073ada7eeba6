import assert from "node:assert/strict";
import { test } from "node:test";
import { asOf } from "../src/past.ts";

const second = (at: number) => new Date(at * 1000).toISOString();
const step = (state: string, from?: number, to?: number, message?: string) => ({
  state, dependsOn: [], message,
  ...(from === undefined ? {} : { startedAt: second(from) }),
  ...(to === undefined ? {} : { endedAt: second(to) }),
});
const failure = { code: "AWS_DENIED", message: "no", fix: "do", steps: [], findings: [] };
const cluster = {
  key: "a", name: "a", generation: 1, kind: "build", phase: "failed", requestedAt: second(0), endedAt: second(9), asOf: second(60),
  etaSeconds: 5, progress: 0.4, replays: 2, criticalPath: [], evidence: [],
  waitsFor: [],
  refusal: { at: second(8), reason: "r", fix: "f" },
  stages: [
    { name: "infra", service: "s", state: "done", attempt: 1, startedAt: second(1), endedAt: second(3), percent: 100, steps: {} },
    { name: "bootstrap", service: "s", state: "failed", attempt: 3, startedAt: second(3), endedAt: second(9), percent: 50, failure,
      steps: { "joined-node/a": step("created", 3, 5), "joined-node/b": step("failed", 4, 9, "no route") } },
    { name: "addons", service: "s", state: "not-begun", attempt: 0, percent: 0, steps: {} },
  ],
  nodes: [{ name: "a", type: "t", phases: [
    { phase: "joined", state: "done", startedAt: second(3), endedAt: second(5) },
    { phase: "ready", state: "waiting", startedAt: second(6) },
  ] }],
} as never;
const stage = (time: number) => asOf(cluster, time * 1000).stages[1];

test("given an earlier moment, when asked, then stages stand as they stood", () => {
  assert.deepEqual([2, 6, 9].map((time) => asOf(cluster, time * 1000).stages.map((each) => each.state)), [
    ["running", "not-begun", "not-begun"],
    ["done", "running", "not-begun"],
    ["done", "failed", "not-begun"],
  ]);
  assert.deepEqual([stage(2)?.startedAt, stage(6)?.endedAt], [undefined, undefined]);
});

test("given an earlier moment, when asked, then the failure and the refusal are not there yet", () => {
  assert.equal(stage(6)?.failure, undefined);
  assert.equal(stage(9)?.failure?.code, "AWS_DENIED");
  assert.equal(asOf(cluster, 7000).refusal, undefined);
  assert.equal(asOf(cluster, 8000).refusal?.reason, "r");
});

test("given an earlier moment, when asked, then the progress of a stage is what had ended well by then", () => {
  assert.deepEqual([2, 4.5, 6].map((time) => stage(time)?.percent), [0, 0, 50]);
});

test("given an earlier moment, when asked, then steps that ran then are named without what they say now", () => {
  assert.deepEqual(stage(4.5)?.steps, {
    "joined-node/a": { state: "running", dependsOn: [], startedAt: second(3) },
    "joined-node/b": { state: "running", dependsOn: [], startedAt: second(4) },
  });
  assert.deepEqual(asOf(cluster, 4500).waitsFor, [
    { stage: "bootstrap", step: "joined-node/a", since: second(3), message: "" },
    { stage: "bootstrap", step: "joined-node/b", since: second(4), message: "" },
  ]);
});

test("given an earlier moment, when asked, then the build goes on, and how long it still took is not known", () => {
  const { phase, endedAt, etaSeconds } = asOf(cluster, 6000);
  assert.deepEqual([phase, endedAt, etaSeconds], ["building", undefined, undefined]);
  assert.equal(asOf(cluster, 9000).phase, "failed");
});

test("given an earlier moment, when asked, then nodes stand as they stood", () => {
  const phases = (time: number) => asOf(cluster, time * 1000).nodes[0]?.phases.map((each) => each.state);
  assert.deepEqual([2, 4, 5.5, 7].map(phases), [
    ["not-begun", "not-begun"],
    ["running", "not-begun"],
    ["done", "not-begun"],
    ["done", "running"],
  ]);
});
