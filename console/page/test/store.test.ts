import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatches, applySnapshot, clusters, moment, scrubbedTo, select } from "../src/store.ts";
import { visible } from "../src/text.ts";

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

test("given a cluster that is looked at in the past, when another one is selected, then that is shown as of now", () => {
  select("a");
  scrubbedTo.value = 1000;
  select("a");
  assert.equal(moment.value, 1000);
  select("b");
  assert.equal(scrubbedTo.value, null);
  scrubbedTo.value = 1000;
  select(undefined);
  assert.equal(scrubbedTo.value, null);
});

const EVIL = "\u202egnp.exe\u001b[2J\u0000\u2028";
const hostile = () => ({
  ...(cluster([stage({ [`vpc/${EVIL}`]: { ...running, message: EVIL } }, {
    failure: { code: EVIL, message: EVIL, fix: EVIL, steps: [{ step: EVIL, code: EVIL, message: EVIL, logTail: [EVIL] }],
               findings: [{ path: EVIL, value: EVIL, reason: EVIL, fix: EVIL }] },
    retry: { attempt: 1, attempts: 2, code: EVIL, message: EVIL, until: EVIL },
  })]) as object),
  name: EVIL, region: EVIL, phase: EVIL,
  nodes: [{ name: EVIL, type: EVIL, phases: [{ phase: EVIL, state: "done" }] }],
  waitsFor: [{ stage: EVIL, step: EVIL, since: EVIL, message: EVIL }],
  evidence: [{ check: EVIL, how: EVIL, result: EVIL }],
  cost: { perHour: 1, soFar: 1, isOfRegion: true, unknownTypes: [EVIL] },
  refusal: { at: EVIL, reason: EVIL, fix: EVIL },
}) as never;

/** Every text in it, names of fields too. */
const textsOf = (value: unknown): string[] =>
  typeof value === "string" ? [value]
  : typeof value === "object" && value !== null ? Object.entries(value).flatMap(([name, each]) => [name, ...textsOf(each)])
  : [];

for (const [how, apply] of [["a snapshot", applySnapshot], ["a patch", applyPatches]] as const) {
  test(`given hostile texts anywhere in ${how}, when applied, then none is left as it is`, () => {
    applySnapshot([]);
    apply([hostile()]);
    const texts = textsOf([...clusters.value.values()]);
    assert.deepEqual(texts.filter((text) => text.includes(EVIL)), []);
    assert.equal(texts.filter((text) => text.includes(visible(EVIL))).length, textsOf(hostile()).filter((text) => text.includes(EVIL)).length);
  });
}

test("given a hostile key, when applied, then it stays the address of its cluster", () => {
  applySnapshot([{ ...(cluster([]) as object), key: EVIL } as never]);
  assert.equal(clusters.value.get(EVIL)?.key, EVIL);
});
