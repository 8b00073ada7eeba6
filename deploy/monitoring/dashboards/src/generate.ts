// Writes the dashboards as JSON: deploy/monitoring/grafana/dashboards.
import { writeFileSync } from "node:fs";
import { dashboards, json, place } from "./all.js";

for (const dashboard of dashboards()) {
  writeFileSync(place(dashboard), json(dashboard));
}
