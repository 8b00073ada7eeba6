// Until when a cluster's stages are drawn.

import type { Cluster, Stage } from "./model.ts";
import { at } from "./time.ts";

/** A stage beside the build may end long after it; while one runs, the drawing goes on. */
export function drawnUntil(cluster: Cluster, begin: number, now: number): number {
  const end = at(cluster.endedAt);
  return end === undefined
    ? Math.max(now, begin + 1000)
    : cluster.stages.map((stage) => endOf(stage, now)).reduce<number>((last, one) => Math.max(last, one ?? last), end);
}

const endOf = (stage: Stage, now: number): number | undefined =>
  at(stage.endedAt) ?? (stage.beside === true && stage.startedAt !== undefined ? now : undefined);
