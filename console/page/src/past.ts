// A cluster as it stood at an earlier moment, as far as its document tells: when what began and ended. What it does not tell (what a
// step said then, attempts, the time left) is left out; what is of now (replays, cost, evidence) is labelled so by whoever shows it.

import type { Cluster, PhaseTimes, Stage, Step } from "./model.ts";
import { at } from "./time.ts";

const WELL = new Set(["created", "changed", "unchanged", "removed"]);

export function asOf(cluster: Cluster, time: number): Cluster {
  const { endedAt, etaSeconds: _unknown, refusal, ...rest } = cluster;
  const isOver = hasPassed(endedAt, time);
  const stages = cluster.stages.map((stage) => stageAsOf(stage, time));
  return {
    ...rest,
    ...(isOver && { endedAt }),
    ...(refusal !== undefined && hasPassed(refusal.at, time) && { refusal }),
    phase: isOver ? cluster.phase : cluster.kind === "removal" ? "removing" : "building",
    stages,
    nodes: cluster.nodes.map((node) => ({ ...node, phases: node.phases.map((phase) => phaseAsOf(phase, time)) })),
    waitsFor: stages.flatMap(running).sort((a, b) => a.since.localeCompare(b.since)),
  };
}

function stageAsOf(stage: Stage, time: number): Stage {
  if (hasPassed(stage.endedAt, time)) {
    return stage;
  }
  const { startedAt, endedAt: _later, retry: _now, failure: _then, ...rest } = stage;
  const steps = Object.fromEntries(Object.entries(stage.steps).map(([address, step]) => [address, stepAsOf(step, time)]));
  const hasBegun = hasPassed(startedAt, time);
  return { ...rest, ...(hasBegun && { startedAt }), state: hasBegun ? "running" : "not-begun", attempt: 1, percent: percent(steps), steps };
}

function stepAsOf(step: Step, time: number): Step {
  if (hasPassed(step.endedAt, time)) {
    return step;
  }
  const { startedAt, endedAt: _later, message: _newer, ...rest } = step;
  return hasPassed(startedAt, time) ? { ...rest, startedAt, state: "running" } : { ...rest, state: "not-begun" };
}

function phaseAsOf(phase: PhaseTimes, time: number): PhaseTimes {
  if (hasPassed(phase.endedAt, time)) {
    return phase;
  }
  const { startedAt, endedAt: _later, ...rest } = phase;
  return hasPassed(startedAt, time) ? { ...rest, startedAt, state: "running" } : { ...rest, state: "not-begun" };
}

function percent(steps: Record<string, Step>): number {
  const all = Object.values(steps);
  const done = all.filter((step) => WELL.has(step.state)).length;
  return all.length === 0 ? 0 : Math.min(99, Math.floor((100 * done) / all.length));
}

const running = (stage: Stage): Cluster["waitsFor"] =>
  Object.entries(stage.steps).flatMap(([step, { state, startedAt }]) =>
    state === "running" && startedAt !== undefined ? [{ stage: stage.name, step, since: startedAt, message: "" }] : [],
  );

function hasPassed(instant: string | undefined, time: number): instant is string {
  const moment = at(instant);
  return moment !== undefined && moment <= time;
}
