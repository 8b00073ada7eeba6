import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { fileURLToPath } from "node:url";
import { brokerDashboard } from "./broker.js";
import { buildDashboard } from "./build.js";
import { callsDashboard } from "./calls.js";
import { clusterDashboard } from "./cluster.js";
import { costDashboard } from "./cost.js";
import { lineDashboard } from "./line.js";

/** The folder deploy/monitoring. */
export const home = fileURLToPath(new URL("../../../", import.meta.url));

/** Every dashboard, in the order in which they are listed. */
export const dashboards = (): Dashboard[] =>
  [buildDashboard(), lineDashboard(), callsDashboard(), brokerDashboard(), costDashboard(), clusterDashboard()].map((each) =>
    numbered(each.build()),
  );

/** Panels get stable numbers, so that a link to one keeps its meaning. */
function numbered(dashboard: Dashboard): Dashboard {
  dashboard.panels?.forEach((panel, index) => (panel.id = index + 1));
  return dashboard;
}

export const place = (dashboard: Dashboard): string => `${home}grafana/dashboards/${dashboard.uid}.json`;

export const json = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;
