// Every expression of every panel, recording rule and alert, and which of them a small successful build has to fill.
import type { Dashboard, Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { dashboards, home } from "./all.js";

/** Where an expression stands, and what it is: "clusterline-build / Progress / A", "alert / ClusterlineBuildLate". */
export interface Expression {
  where: string;
  expr: string;
}

export interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export const everyExpression = (): Expression[] => [...ofPanels(), ...ofRules()];

export const ofPanels = (): Expression[] =>
  dashboards().flatMap((dashboard) =>
    panelsOf(dashboard).flatMap((panel) =>
      targetsOf(panel).map((target) => ({
        where: `${dashboard.uid} / ${panel.title} / ${target.refId}`,
        expr: target.expr,
      })),
    ),
  );

const ofRules = (): Expression[] =>
  rules().map((rule) => ({
    where: rule.alert ? `alert / ${rule.alert}` : `record / ${rule.record}`,
    expr: rule.expr,
  }));

export const rules = (): Rule[] => ["recording.yaml", "alerts.yaml", "cluster.yaml"].flatMap(rulesOf);

export function rulesOf(file: string): Rule[] {
  const read = parse(readFileSync(`${home}rules/${file}`, "utf8")) as { groups: { rules: Rule[] }[] };
  return read.groups.flatMap((group) => group.rules);
}

export function panelsOf(dashboard: Dashboard): Panel[] {
  return (dashboard.panels ?? []).flatMap((each) => (isRow(each) ? each.panels : [each]));
}

const isRow = (panel: Panel | RowPanel): panel is RowPanel => panel.type === "row";

export const targetsOf = (panel: Panel): { refId: string; expr: string }[] =>
  (panel.targets ?? []) as unknown as { refId: string; expr: string }[];

/** The lines of filled-by-a-build.txt. */
export const filledByABuild = (): Set<string> =>
  new Set(
    readFileSync(`${home}filled-by-a-build.txt`, "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#")),
  );

/** The expression as Grafana would send it: every cluster and stage, 15 s between scrapes. */
export function asSent(expr: string, rangeSeconds: number): string {
  return expr
    .replaceAll("$__rate_interval", "1m")
    .replaceAll("$__range", `${Math.max(1, Math.round(rangeSeconds))}s`)
    .replaceAll(/\$(cluster|region|account|stage)\b/g, ".*");
}
