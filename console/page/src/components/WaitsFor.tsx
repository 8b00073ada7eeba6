import type { Cluster } from "../model.ts";
import { clock } from "../store.ts";
import { visible } from "../text.ts";
import { at, clockTime } from "../time.ts";

/** Running steps that say what they wait for, and stages that wait for their next attempt. */
export function WaitsFor({ cluster }: { cluster: Cluster }) {
  const retries = cluster.stages.filter((stage) => stage.retry !== undefined);
  if (cluster.waitsFor.length === 0 && retries.length === 0) {
    return null;
  }
  return (
    <section aria-label="Waits for">
      <h3>Waits for</h3>
      <ul class="waits">
        {retries.map((stage) => (
          <li key={stage.name}>
            <strong>{stage.name}</strong> tries again by {stage.retry?.until.slice(11, 19)}: attempt {stage.retry?.attempt}{" "}
            of {stage.retry?.attempts} failed with {stage.retry?.code}: {visible(stage.retry?.message ?? "")}
          </li>
        ))}
        {cluster.waitsFor.slice(0, 8).map((wait) => (
          <li key={wait.stage + wait.step}>
            <span class="number">{clockTime(clock.value - (at(wait.since) ?? clock.value))}</span> <code>{visible(wait.step)}</code>{" "}
            {visible(wait.message)}
          </li>
        ))}
      </ul>
      {cluster.waitsFor.length > 8 && <p>… and {cluster.waitsFor.length - 8} more steps</p>}
    </section>
  );
}
