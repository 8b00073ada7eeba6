import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatches, applySnapshot, clusters } from "../src/store.ts";

const stage = (steps: object, more: object = {}) => ({
  name: "infra", service: "infra-service", state: "running", attempt: 1, percent: 0, steps, ...more,
});
const cluster = (stages: object[]) =>
  ({ key: "a", name: "a", generation: 1, kind: "build", phase: "building", progress: 0, replays: 0,
     stages, nodes: [], criticalPath: [], waitsFor: [], evidence: [] }) as never;
const steps = () => clusters.value.get("a")?.stages[0]?.steps;
const running = { state: "running", dependsOn: [] };
const done = { state: "created", dependsOn: [] };

test("given a patch, when applied, then only its steps change", () => {
  applySnapshot([cluster([stage({ "vpc/main": running, "subnet/a": running })])]);
  applyPatches([cluster([stage({ "vpc/main": done })])]);
  assert.deepEqual(steps(), { "vpc/main": done, "subnet/a": running });
});

test("given a stage that was planned anew, when applied, then its old steps are gone", () => {
  applySnapshot([cluster([stage({ "vpc/main": done })])]);
  applyPatches([cluster([stage({ "subnet/b": running }, { replan: true })])]);
  assert.deepEqual(steps(), { "subnet/b": running });
});

test("given a cluster that is gone, when applied, then it is not shown", () => {
  applySnapshot([cluster([])]);
  applyPatches([{ key: "a", gone: true } as never]);
  assert.equal(clusters.value.size, 0);
});

test("given a snapshot, when applied, then nothing from before remains", () => {
  applySnapshot([cluster([stage({ "vpc/main": done })])]);
  applySnapshot([]);
  assert.equal(clusters.value.size, 0);
});
