// Listens to the console. Messages of one moment are applied together; a hidden tab has no animation frames.

import type { Cluster, ClusterPatch } from "./model.ts";
import { links } from "./options.ts";
import { applyPatches, applySnapshot, connection } from "./store.ts";

type Message = ({ kind: "snapshot"; clusters: Cluster[] } | { kind: "patch"; clusters: ClusterPatch[] }) & { connected: boolean };

let waiting: Message[] = [];

export function listen(): void {
  void fetch("api/links")
    .then((answer) => answer.json())
    .then((known) => (links.value = known), () => undefined); // without: no links
  const source = new EventSource("api/stream");
  source.addEventListener("snapshot", (event) => receive("snapshot", event.data));
  source.addEventListener("patch", (event) => receive("patch", event.data));
  source.onopen = () => (connection.value = "live");
  source.onerror = () => (connection.value = "lost");
}

function receive(kind: Message["kind"], text: string): void {
  if (waiting.length === 0) {
    setTimeout(flush);
  }
  waiting.push({ kind, ...JSON.parse(text) } as Message);
}

function flush(): void {
  const messages = waiting;
  waiting = [];
  for (const message of messages) {
    connection.value = message.connected ? "live" : "stale";
    if (message.kind === "snapshot") {
      applySnapshot(message.clusters);
    } else {
      applyPatches(message.clusters);
    }
  }
}
