// The rows of the timeline: steps as they were at a moment, filtered, with like twins merged.

import type { Cluster } from "./model.ts";
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
  time: number;
  failedOnly: boolean;
  mergeTwins: boolean;
}

const FINAL = new Set(["created", "changed", "unchanged", "removed", "failed", "skipped"]);

export function rows(cluster: Cluster, options: RowOptions): Row[] {
  const critical = new Set(cluster.criticalPath);
  const all = cluster.stages.flatMap((stage) =>
    Object.entries(stage.steps).map(([address, step]): Row => {
      const begin = before(at(step.startedAt), options.time);
      const end = before(at(step.endedAt), options.time);
      return {
        id: `${stage.name}/${address}`,
        label: address,
        stage: stage.name,
        state: stateAt(step.state, begin, end),
        begin,
        end,
        message: step.message ?? "",
        isCritical: critical.has(`${stage.name}/${address}`),
        count: 1,
      };
    }),
  );
  const shown = options.failedOnly ? all.filter((row) => row.state === "failed" || row.state === "skipped") : all;
  return (options.mergeTwins ? merge(shown) : shown).sort(byBegin(cluster));
}

/** Stage by stage; in each what began first comes first, and what has not begun last. */
function byBegin(cluster: Cluster): (a: Row, b: Row) => number {
  const place = new Map(cluster.stages.map((stage, at) => [stage.name, at]));
  const begin = (row: Row) => row.begin ?? Number.MAX_VALUE;
  return (a, b) => (place.get(a.stage) ?? 0) - (place.get(b.stage) ?? 0) || begin(a) - begin(b);
}

const before = (instant: number | undefined, time: number) =>
  instant !== undefined && instant <= time ? instant : undefined;

function stateAt(state: string, begin: number | undefined, end: number | undefined): string {
  if (begin === undefined) {
    return state === "skipped" ? state : "not-begun";
  }
  return end === undefined && FINAL.has(state) ? "running" : state;
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
