// The clusters that the page shows. Whatever the order of messages, a snapshot replaces everything.

import { computed, signal } from "@preact/signals";
import type { Cluster, ClusterPatch, Stage } from "./model.ts";

export const clusters = signal<ReadonlyMap<string, Cluster>>(new Map());
export const connection = signal<"connecting" | "live" | "stale" | "lost" | "report">("connecting");
export const selectedKey = signal<string | undefined>(undefined);

/** null: as of now. */
export const scrubbedTo = signal<number | null>(null);
export const clock = signal(Date.now());

export const names = computed(() =>
  [...clusters.value.values()].sort((a, b) => a.name.localeCompare(b.name)),
);

export const selected = computed(() =>
  selectedKey.value === undefined ? undefined : clusters.value.get(selectedKey.value),
);

export function applySnapshot(all: Cluster[]): void {
  clusters.value = new Map(all.map((cluster) => [cluster.key, cluster]));
}

export function applyPatches(patches: ClusterPatch[]): void {
  const next = new Map(clusters.value);
  for (const patch of patches) {
    if (patch.gone) {
      next.delete(patch.key);
    } else {
      next.set(patch.key, patched(next.get(patch.key), patch));
    }
  }
  clusters.value = next;
}

function patched(before: Cluster | undefined, patch: ClusterPatch): Cluster {
  const old = new Map(before?.stages.map((stage) => [stage.name, stage]) ?? []);
  return { ...patch, stages: patch.stages.map((stage) => merged(old.get(stage.name), stage)) };
}

function merged(before: Stage | undefined, { replan, ...stage }: Stage & { replan?: boolean }): Stage {
  return replan ? stage : { ...stage, steps: { ...before?.steps, ...stage.steps } };
}
