// The clusters that the page shows. Whatever the order of messages, a snapshot replaces everything.

import { computed, signal } from "@preact/signals";
import type { Cluster, ClusterPatch, Stage } from "./model.ts";
import { cleaned } from "./text.ts";

export const clusters = signal<ReadonlyMap<string, Cluster>>(new Map());
export const connection = signal<"connecting" | "live" | "stale" | "lost" | "report">("connecting");
export const selectedKey = signal<string | undefined>(undefined);

/** null: as of now. */
export const scrubbedTo = signal<number | null>(null);
export const clock = signal(Date.now());

/** The moment that a cluster's page shows. */
export const moment = computed(() => scrubbedTo.value ?? clock.value);

/** Another cluster, or the list of them, is shown as of now. */
export function select(key: string | undefined): void {
  if (key !== selectedKey.value) {
    scrubbedTo.value = null;
  }
  selectedKey.value = key;
}

export const names = computed(() =>
  [...clusters.value.values()].sort((a, b) => a.name.localeCompare(b.name)),
);

export const selected = computed(() =>
  selectedKey.value === undefined ? undefined : clusters.value.get(selectedKey.value),
);

export function applySnapshot(all: Cluster[]): void {
  clusters.value = new Map(all.map((cluster) => [cluster.key, shown(cluster)]));
}

export function applyPatches(patches: ClusterPatch[]): void {
  const next = new Map(clusters.value);
  for (const patch of patches) {
    if (patch.gone) {
      next.delete(patch.key);
    } else {
      next.set(patch.key, patched(next.get(patch.key), shown(patch)));
    }
  }
  clusters.value = next;
}

/** The key is an address, and stays as it is; nothing shows it but the address bar. */
const shown = <T extends { key: string }>(document: T): T => ({ ...cleaned(document), key: document.key });

function patched(before: Cluster | undefined, patch: ClusterPatch): Cluster {
  const old = new Map(before?.stages.map((stage) => [stage.name, stage]) ?? []);
  return { ...patch, stages: patch.stages.map((stage) => merged(old.get(stage.name), stage)) };
}

function merged(before: Stage | undefined, { replan, ...stage }: Stage & { replan?: boolean }): Stage {
  return replan ? stage : { ...stage, steps: { ...before?.steps, ...stage.steps } };
}
