import type { Cluster } from "../model.ts";
import { clock } from "../store.ts";
import { at, clockTime, took } from "../time.ts";
import { Bar } from "./Bar.tsx";

const COLUMNS: readonly [string, string?][] = [
  ["Cluster"],
  ["Region"],
  ["Generation", "number"],
  ["Phase"],
  ["Progress"],
  ["Elapsed", "number"],
  ["Left", "number"],
  ["Cost per hour", "number"],
];

export function ClusterList({ clusters }: { clusters: Cluster[] }) {
  if (clusters.length === 0) {
    return (
      <p class="empty">
        No cluster was requested yet. <code>./clusterline apply -f FILE</code> requests one.
      </p>
    );
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Clusters">
      <table>
        <caption>Clusters</caption>
        <thead>
          <tr>
            {COLUMNS.map(([title, align]) => (
              <th scope="col" key={title} class={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clusters.map((cluster) => (
            <Line key={cluster.key} cluster={cluster} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ cluster }: { cluster: Cluster }) {
  return (
    <tr class={`phase-${cluster.phase}`}>
      <th scope="row">
        <a href={`#/${encodeURIComponent(cluster.key)}`}>{cluster.name}</a>
      </th>
      <td>{cluster.region ?? "–"}</td>
      <td class="number">{cluster.generation}</td>
      <td>
        <span class={`badge ${cluster.phase}`}>{cluster.phase}</span>
      </td>
      <td>
        <Bar share={cluster.progress} label={`${cluster.name}: progress`} />
      </td>
      <td class="number">{elapsed(cluster, clock.value)}</td>
      <td class="number">{left(cluster, clock.value)}</td>
      <td class="number">{perHour(cluster.cost)}</td>
    </tr>
  );
}

const perHour = (cost: Cluster["cost"]) =>
  cost === undefined ? "–" : `${cost.isOfRegion ? "" : "≈ "}$${cost.perHour.toFixed(2)}`;

export function elapsed(cluster: Cluster, now: number): string {
  const begin = at(cluster.requestedAt);
  const end = at(cluster.endedAt);
  return begin === undefined ? "–" : end === undefined ? clockTime(now - begin) : took(end - begin);
}

export function left(cluster: Cluster, now: number): string {
  return cluster.endedAt !== undefined || cluster.etaSeconds === undefined
    ? "–"
    : `about ${clockTime(Math.max(0, cluster.etaSeconds * 1000 - (now - Date.parse(cluster.asOf))))}`;
}
