import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnUntil } from "../src/extent.ts";

const second = (at: number) => new Date(at * 1000).toISOString();
const stage = (from?: number, to?: number, beside = false) => ({
  ...(beside && { beside }),
  ...(from === undefined ? {} : { startedAt: second(from) }),
  ...(to === undefined ? {} : { endedAt: second(to) }),
});
const until = (endedAt: number | undefined, ...stages: object[]) =>
  drawnUntil({ ...(endedAt === undefined ? {} : { endedAt: second(endedAt) }), stages } as never, 0, 60_000) / 1000;

test("given a build that runs, when drawn, then until now", () => assert.equal(until(undefined, stage(1, 3), stage(3)), 60));

test("given a build that has ended, when drawn, then until its end", () => assert.equal(until(9, stage(1, 9), stage(undefined)), 9));

test("given a stage beside it that ended later, when drawn, then until that end", () =>
  assert.equal(until(9, stage(1, 9), stage(1, 20, true)), 20));

test("given a stage beside it that still runs, when drawn, then until now", () =>
  assert.equal(until(9, stage(1, 9), stage(1, undefined, true)), 60));

test("given a stage that was stopped with its build, when drawn, then until the build's end", () =>
  assert.equal(until(9, stage(1, 9), stage(2)), 9));
