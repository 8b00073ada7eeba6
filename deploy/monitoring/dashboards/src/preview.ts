// Draws each dashboard from what a Prometheus answers, where no Grafana is at hand: one HTML file each.
// usage: preview.js ADDRESS START END FOLDER [UID]; times as RFC 3339 or seconds since 1970. UID: that dashboard only; without it all
// that a line fills, which are all but that of a cluster.
import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { mkdirSync, writeFileSync } from "node:fs";
import { dashboards } from "./all.js";
import { panelsOf, targetsOf } from "./expressions.js";
import { lines, states, type Named } from "./preview/charts.js";
import { escaped, show, type Field } from "./preview/format.js";
import { legend, query, type Series, type Target, type Window } from "./preview/prometheus.js";
import { table, type Override, type Transformation } from "./preview/tables.js";
import { seconds } from "./times.js";

/** Of Grafana's grid of 24 columns, in pixels. */
const column = 52;
const row = 32;

const style = `body{margin:0;padding:12px;width:${24 * column}px;background:#f4f5f7;font:13px sans-serif;color:#24292e}
h1{font-size:18px;margin:0}.note{color:#5c6370;margin:4px 0 12px}
section{position:absolute;box-sizing:border-box;background:#fff;border:1px solid #d9dbe0;border-radius:3px;padding:6px 10px;overflow:hidden}
h2{font-size:13px;margin:0 0 4px}.grid{stroke:#e3e5ea}text{font:11px sans-serif;fill:#5c6370}text.on{fill:#fff}
.stat{display:flex;gap:16px;flex-wrap:wrap}.stat div{font-size:24px;font-weight:bold}.stat small{display:block;font-size:11px;font-weight:normal;color:#5c6370}
.stat.several{gap:4px 16px}.stat.several div{font-size:17px}
.keys{margin:2px 0;font-size:11px;color:#5c6370}.keys span{margin-right:10px;white-space:nowrap;display:inline-block}.keys i{display:inline-block;width:9px;height:3px;margin-right:4px;vertical-align:middle}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:2px 6px;border-bottom:1px solid #eceef1;font-size:12px}td.on{color:#fff}.none{color:#5c6370;text-align:center}`;

/** How many rows of a table a panel has room for, below its head and above the line that says how many are left out. */
const rowsIn = (height: number): number => Math.max(1, Math.floor((height - 40) / 21));

interface Drawn {
  targets: Target[];
  answers: { refId: string; series: Series[] }[];
  named: Named[];
}

async function ask(panel: Panel, window: Window): Promise<Drawn> {
  const targets: Target[] = targetsOf(panel);
  const answers = await Promise.all(targets.map(async (target) => ({ refId: target.refId, series: await query(window, target) })));
  const named = answers.flatMap(({ series }, index) =>
    series
      .filter((each) => each.points.length > 0)
      .map((each) => ({ name: legend(targets[index]!, each.labels), series: each }))
      .map((each) => ({ ...each, color: colorIn(panel, each.name) })),
  );
  return { targets, answers, named };
}

/** The fixed colour that the panel gives to that name. */
function colorIn(panel: Panel, name: string): string | undefined {
  const own = (panel.fieldConfig?.overrides ?? []).find((each) => each.matcher.options === name);
  const value = own?.properties.find((each) => each.id === "color")?.value as { fixedColor?: string } | undefined;
  return value?.fixedColor;
}

function draw(panel: Panel, drawn: Drawn, window: Window, width: number, height: number): string {
  const field = (panel.fieldConfig?.defaults ?? {}) as unknown as Field & { custom?: { stacking?: { mode?: string } } };
  const overrides = (panel.fieldConfig?.overrides ?? []) as unknown as Override[];
  switch (panel.type) {
    case "table":
      return table(drawn.answers, field, overrides, (panel.transformations ?? []) as unknown as Transformation[], rowsIn(height));
    case "stat":
      return stat(drawn, field);
    default:
      break;
  }
  if (drawn.named.length === 0) return `<p class="none">${escaped(field.noValue ?? "No data")}</p>`;
  return panel.type === "state-timeline"
    ? states(drawn.named, field, window, width, height)
    : lines(drawn.named, field, window, width, height, field.custom?.stacking?.mode === "normal");
}

function stat({ named }: Drawn, field: Field): string {
  const shown = named.length === 0 ? [{ name: "", shown: show(undefined, field) }] : named.map(({ name, series }) => ({ name, shown: show(series.points.at(-1)?.[1], field) }));
  return `<div class="stat${named.length > 1 ? " several" : ""}">${shown.map((each) => `<div style="color:${each.shown.color}">${escaped(each.shown.text)}<small>${escaped(each.name)}</small></div>`).join("")}</div>`;
}

async function page(dashboard: Dashboard, window: Window): Promise<string> {
  const sections: string[] = [];
  let bottom = 0;
  for (const panel of panelsOf(dashboard)) {
    const { x = 0, y = 0, w = 12, h = 8 } = panel.gridPos ?? {};
    bottom = Math.max(bottom, y + h);
    const inner = draw(panel, await ask(panel, window), window, w * column - 30, h * row - 42);
    const place = `left:${12 + x * column}px;top:${64 + y * row}px;width:${w * column - 6}px;height:${h * row - 6}px`;
    sections.push(`<section style="${place}"><h2>${escaped(panel.title ?? "")}</h2>${inner}</section>`);
  }
  const from = new Date(window.start * 1000).toISOString().slice(11, 19);
  const to = new Date(window.end * 1000).toISOString().slice(11, 19);
  return `<!doctype html><meta charset="utf-8"><title>${escaped(dashboard.title ?? "")}</title><style>${style}</style>
<div style="height:${64 + bottom * row}px"><h1>${escaped(dashboard.title ?? "")}</h1>
<p class="note">Preview, not drawn by Grafana: the dashboard's queries, answered by a Prometheus that ${scraped(dashboard)}, ${from} to ${to} UTC.</p>
${sections.join("\n")}</div>`;
}

const ofCluster = "clusterline-cluster";

const scraped = ({ uid }: Dashboard): string =>
  uid === ofCluster ? "scraped the exporters of a pretended cluster of 14 nodes" : "scraped a build in the sandbox";

const [address, start, end, folder, only] = process.argv.slice(2);
if (!address || !start || !end || !folder) {
  console.error("usage: preview.js ADDRESS START END FOLDER [UID]");
  process.exit(64);
}
mkdirSync(folder, { recursive: true });
for (const dashboard of dashboards().filter(({ uid }) => (only ? uid === only : uid !== ofCluster))) {
  const file = `${folder}/${dashboard.uid?.replace("clusterline-", "dashboard-")}.html`;
  writeFileSync(file, await page(dashboard, { address, start: seconds(start), end: seconds(end) }));
  console.log(file);
}
