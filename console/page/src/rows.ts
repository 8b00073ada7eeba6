// The rows of the timeline: steps, filtered, with like twins merged. A stage that has no steps is a row itself.

import type { Cluster, Stage } from "./model.ts";
import { at } from "./time.ts";

export interface Row {
  id: string;
  label: string;
  stage: string;
  state: string;
  begin?: number;
  end?: number;
  message: string;
  isCritical: boolean;
  count: number;
}

export interface RowOptions {
  failedOnly: boolean;
  mergeTwins: boolean;
}

export function rows(cluster: Cluster, options: RowOptions): Row[] {
  const critical = new Set(cluster.criticalPath);
  const all = cluster.stages.flatMap((stage) => {
    const steps = Object.entries(stage.steps);
    return steps.length === 0 ? [ofStage(stage)] : steps.map(([address, step]) => row(stage.name, address, step, critical));
  });
  const shown = options.failedOnly ? all.filter((row) => row.state === "failed" || row.state === "skipped") : all;
  return (options.mergeTwins ? merge(shown) : shown).sort(byBegin(cluster));
}

function row(stage: string, address: string, step: Stage["steps"][string], critical: Set<string>): Row {
  const id = `${stage}/${address}`;
  return {
    id,
    label: address,
    stage,
    state: step.state,
    begin: at(step.startedAt),
    end: at(step.endedAt),
    message: step.message ?? "",
    isCritical: critical.has(id),
    count: 1,
  };
}

/** Its steps are planned when it begins; some have none. */
const ofStage = ({ name, state, startedAt, endedAt }: Stage): Row => ({
  id: name,
  label: state === "not-begun" ? `${name}, planned when it begins` : `all of ${name}`,
  stage: name,
  state,
  begin: at(startedAt),
  end: at(endedAt),
  message: "",
  isCritical: false,
  count: 1,
});

/** Stage by stage; in each what began first comes first, and what has not begun last. */
function byBegin(cluster: Cluster): (a: Row, b: Row) => number {
  const place = new Map(cluster.stages.map((stage, at) => [stage.name, at]));
  const begin = (row: Row) => row.begin ?? Number.MAX_VALUE;
  return (a, b) => (place.get(a.stage) ?? 0) - (place.get(b.stage) ?? 0) || begin(a) - begin(b);
}

/** Steps of one stage and kind that are in the same state are one row, from the first begin to the last end. */
function merge(all: Row[]): Row[] {
  const merged = new Map<string, Row>();
  for (const row of all) {
    const kind = row.label.split("/")[0] ?? row.label;
    const id = `${row.stage}/${kind}/${row.state}`;
    const twin = merged.get(id);
    merged.set(id, twin === undefined ? { ...row, id } : joined(twin, row, kind));
  }
  return [...merged.values()];
}

function joined(a: Row, b: Row, kind: string): Row {
  return {
    ...a,
    label: kind,
    begin: least(a.begin, b.begin),
    end: most(a.end, b.end),
    isCritical: a.isCritical || b.isCritical,
    message: a.message === b.message ? a.message : "",
    count: a.count + b.count,
  };
}

const least = (a?: number, b?: number) => (a === undefined || b === undefined ? (a ?? b) : Math.min(a, b));
const most = (a?: number, b?: number) => (a === undefined || b === undefined ? (a ?? b) : Math.max(a, b));
