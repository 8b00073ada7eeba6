// The keyboard: every function of the page has a control as well.

import { signal } from "@preact/signals";
import { names, scrubbedTo, selected } from "./store.ts";
import { failedOnly, mergeTwins } from "./options.ts";

export const showHelp = signal(false);

export const KEYS: readonly [string, string][] = [
  ["j / k", "next or previous cluster"],
  ["u", "list of clusters"],
  ["f", "failed steps only"],
  ["m", "merge like steps"],
  ["n", "back to now"],
  ["?", "this list"],
];

export function handleKey(event: KeyboardEvent): void {
  const target = event.target;
  const types = target instanceof HTMLInputElement && target.type !== "checkbox" && target.type !== "range";
  if (types || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const action = ACTIONS[event.key];
  if (action !== undefined) {
    event.preventDefault();
    action();
  }
}

const ACTIONS: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  u: () => (location.hash = "#/"),
  f: () => (failedOnly.value = !failedOnly.value),
  m: () => (mergeTwins.value = !mergeTwins.value),
  n: () => (scrubbedTo.value = null),
  "?": () => (showHelp.value = !showHelp.value),
};

function step(by: number): void {
  const all = names.value;
  const now = all.findIndex((cluster) => cluster.key === selected.value?.key);
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  if (next !== undefined) {
    location.hash = `#/${encodeURIComponent(next.key)}`;
  }
}
