import { clock, scrubbedTo } from "../store.ts";
import type { Cluster } from "../model.ts";
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
  const end = at(cluster.endedAt) ?? Math.max(clock.value, begin + 1000);
  const time = scrubbedTo.value ?? end;
  return (
    <article aria-label={`Cluster ${cluster.name}`}>
      <Summary cluster={cluster} />
      <Failures cluster={cluster} />
      <WaitsFor cluster={cluster} />
      <Scrubber begin={begin} end={end} />
      <NodeMatrix cluster={cluster} time={time} />
      <Timeline cluster={cluster} begin={begin} end={end} time={time} />
      <Evidence cluster={cluster} />
    </article>
  );
}
