import type { Cluster } from "../model.ts";
import { moment } from "../store.ts";
import { at, clockTime } from "../time.ts";

/**
 * Running steps that say what they wait for, and stages that wait for their next attempt. Of the past only that they ran is known.
 */
export function WaitsFor({ cluster, isPast }: { cluster: Cluster; isPast: boolean }) {
  const title = isPast ? "Ran then" : "Waits for";
  const retries = cluster.stages.filter((stage) => stage.retry !== undefined);
  if (cluster.waitsFor.length === 0 && retries.length === 0) {
    return null;
  }
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul class="waits">
        {retries.map((stage) => (
          <li key={stage.name}>
            <strong>{stage.name}</strong> tries again by {stage.retry?.until.slice(11, 19)}: attempt {stage.retry?.attempt}{" "}
            of {stage.retry?.attempts} failed with {stage.retry?.code}: {stage.retry?.message}
          </li>
        ))}
        {cluster.waitsFor.slice(0, 8).map((wait) => (
          <li key={wait.stage + wait.step}>
            <span class="number">{clockTime(moment.value - (at(wait.since) ?? moment.value))}</span> <code>{wait.step}</code>{" "}
            {wait.message}
          </li>
        ))}
      </ul>
      {cluster.waitsFor.length > 8 && <p>… and {cluster.waitsFor.length - 8} more steps</p>}
    </section>
  );
}
