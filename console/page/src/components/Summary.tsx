import type { Cluster, Stage } from "../model.ts";
import { links } from "../options.ts";
import { clock, moment } from "../store.ts";
import { at, clockTime, took } from "../time.ts";
import { Bar } from "./Bar.tsx";
import { elapsed, left } from "./ClusterList.tsx";

/** What the document tells only of now is labelled so when an earlier moment is shown. */
export function Summary({ cluster, isPast }: { cluster: Cluster; isPast: boolean }) {
  const now = isPast ? " (now)" : "";
  return (
    <section aria-label="Summary">
      <h2>
        {cluster.name} <span class={`badge ${cluster.phase}`}>{cluster.phase}</span>
      </h2>
      <dl class="facts">
        <Fact name={cluster.kind === "removal" ? "Removal" : "Build"} value={`generation ${cluster.generation}`} />
        <Fact name="Region" value={cluster.region ?? "–"} />
        <Fact name="Elapsed" value={elapsed(cluster, moment.value)} />
        <Fact name="Left" value={left(cluster, moment.value)} />
        <Fact name={`Replays${now}`} value={String(cluster.replays)} />
        {cluster.cost !== undefined && <Cost cost={cluster.cost} since={Date.parse(cluster.asOf)} now={now} />}
        {links.value.trace && <Link name="Trace" path="trace" text="newest" title="Complete once the build has ended" cluster={cluster} />}
        {links.value.dashboard && <Link name="Dashboard" path="dashboard" text="Grafana" cluster={cluster} />}
      </dl>
      <ol class="stages">
        {cluster.stages.map((stage) => (
          <StageCard key={stage.name} stage={stage} />
        ))}
      </ol>
    </section>
  );
}

function Fact({ name, value, title }: { name: string; value: string; title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Link({ name, path, text, title, cluster }: { name: string; path: string; text: string; title?: string; cluster: Cluster }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>
        <a href={`${path}?cluster=${encodeURIComponent(cluster.key)}`}>{text}</a>
      </dd>
    </div>
  );
}

function Cost({ cost, since, now }: { cost: NonNullable<Cluster["cost"]>; since: number; now: string }) {
  const hours = Math.max(0, clock.value - since) / 3_600_000;
  const soFar = cost.soFar + (cost.soFar > 0 ? cost.perHour * hours : 0);
  const about = cost.isOfRegion ? "" : "≈ ";
  const title = cost.isOfRegion ? "List prices of the region" : "List prices of us-east-1; other regions differ";
  return (
    <>
      <Fact name={`Cost per hour${now}`} value={`${about}$${cost.perHour.toFixed(2)}`} title={title} />
      <Fact name={`Cost so far${now}`} value={`${about}$${soFar.toFixed(3)}`} title={title} />
      {cost.unknownTypes.length > 0 && <Fact name="No price known" value={cost.unknownTypes.join(", ")} />}
    </>
  );
}

function StageCard({ stage }: { stage: Stage }) {
  const begin = at(stage.startedAt);
  const end = at(stage.endedAt);
  const time = begin === undefined ? "" : end === undefined ? clockTime(moment.value - begin) : took(end - begin);
  return (
    <li class={stage.state} title={stage.beside ? "Beside the others: none of them waits for it" : undefined}>
      <span class="name">{stage.name}</span>
      <span class="state">
        {stage.state.replace("-", " ")}
        {stage.beside && ", beside"}
        {stage.attempt > 1 && `, attempt ${stage.attempt}`}
      </span>
      <Bar share={stage.percent / 100} label={`${stage.name}: progress`} />
      <span class="number">{time}</span>
    </li>
  );
}
