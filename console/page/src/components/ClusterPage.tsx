import { clock, moment, scrubbedTo } from "../store.ts";
import type { Cluster } from "../model.ts";
import { drawnUntil } from "../extent.ts";
import { asOf } from "../past.ts";
import { at } from "../time.ts";
import { Evidence } from "./Evidence.tsx";
import { Failures } from "./Failures.tsx";
import { NodeMatrix } from "./NodeMatrix.tsx";
import { Scrubber } from "./Scrubber.tsx";
import { Summary } from "./Summary.tsx";
import { Timeline } from "./Timeline.tsx";
import { WaitsFor } from "./WaitsFor.tsx";

export function ClusterPage({ cluster }: { cluster: Cluster }) {
  const begin = at(cluster.requestedAt) ?? clock.value;
  const end = drawnUntil(cluster, begin, clock.value);
  const isPast = scrubbedTo.value !== null;
  const shown = isPast ? asOf(cluster, moment.value) : cluster;
  return (
    <article aria-label={`Cluster ${cluster.name}`}>
      <Summary cluster={shown} isPast={isPast} />
      <Failures cluster={shown} />
      <WaitsFor cluster={shown} isPast={isPast} />
      <Scrubber begin={begin} end={end} />
      <NodeMatrix cluster={shown} />
      <Timeline cluster={shown} begin={begin} end={end} time={isPast ? moment.value : end} />
      <Evidence cluster={shown} isPast={isPast} />
    </article>
  );
}
