import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { columns, lines, number, stacked, thresholds } from "./looks.js";
import { board, consoleLink, consoleVariable, newest, ofLabel, overTime, rows } from "./parts.js";

const some = '{cluster=~"$cluster"}';
const hourly = `clusterline_build_cost_hourly_usd${some}`;
const planned = `clusterline_build_cost_planned_hourly_usd${some}`;

const what =
  "By list price: instances, root volumes and public addresses. Traffic, load balancers and volumes of pods are not counted.";

const now = () =>
  newest(
    number().decimals(2),
    {
      title: "Per hour",
      description: `All clusters that the console shows. ${what}`,
      unit: "currencyUSD",
      width: 6,
      height: 4,
    },
    [{ expr: `sum(max by (cluster, region, account) (${hourly}))`, legend: "per hour" }],
  );

const month = () =>
  newest(
    number().decimals(0),
    {
      title: "Per month",
      description: "The same for 730 hours, as AWS counts a month.",
      unit: "currencyUSD",
      width: 6,
      height: 4,
    },
    [{ expr: `730 * sum(max by (cluster, region, account) (${hourly}))`, legend: "per month" }],
  );

const soFar = () =>
  newest(
    number().decimals(3),
    {
      title: "So far",
      description: "Since the machines were launched, of the clusters that the console shows.",
      unit: "currencyUSD",
      width: 6,
      height: 4,
    },
    [{ expr: `sum(max by (cluster, region, account) (clusterline_build_cost_usd${some}))`, legend: "so far" }],
  );

const idle = () =>
  newest(
    number().decimals(2).thresholds(thresholds([null, "green"], [0.01, "orange"])),
    {
      title: "Per hour, of builds that stand still",
      description: "Clusters whose build failed or was stopped: their machines cost as much as those of one that is ready.",
      unit: "currencyUSD",
      width: 6,
      height: 4,
    },
    [
      {
        expr:
          `sum(max by (cluster, region, account) (${hourly})` +
          ' and on (cluster, region, account) clusterline_cluster_phase{phase=~"failed|stopped"}) or vector(0)',
        legend: "failed or stopped",
      },
    ],
  );

const clusters = () =>
  rows(
    columns([
      { from: "cluster", name: "cluster" },
      { from: "region", name: "region" },
      { from: "account", name: "account" },
      { from: "Value #A", name: "per hour", unit: "currencyUSD", decimals: 2 },
      { from: "Value #B", name: "planned per hour", unit: "currencyUSD", decimals: 2 },
      { from: "Value #C", name: "of what was planned", unit: "percentunit", decimals: 0 },
      { from: "Value #D", name: "so far", unit: "currencyUSD", decimals: 3 },
    ]),
    {
      title: "Clusters",
      description: "Present and planned price. More than planned: a preferred instance type had no capacity, or the specification grew.",
      unit: "none",
      width: 24,
      height: 8,
    },
    [
      { expr: `max by (cluster, region, account) (${hourly})` },
      { expr: `max by (cluster, region, account) (${planned})` },
      { expr: `max by (cluster, region, account) (${hourly}) / on (cluster, region, account) max by (cluster, region, account) (${planned})` },
      { expr: `max by (cluster, region, account) (clusterline_build_cost_usd${some})` },
    ],
  );

const overHours = () =>
  overTime(
    stacked(),
    {
      title: "Per hour, by cluster",
      description: "A cluster leaves this picture when the console's retention after its build has passed, not when it is deleted.",
      unit: "currencyUSD",
      width: 12,
    },
    [{ expr: `max by (cluster, region, account) (${hourly})`, legend: "{{cluster}} {{region}}" }],
  );

const growing = () =>
  overTime(
    lines().decimals(3),
    {
      title: "So far, by cluster",
      description: "Since its machines were launched.",
      unit: "currencyUSD",
      width: 12,
    },
    [{ expr: `max by (cluster, region, account) (clusterline_build_cost_usd${some})`, legend: "{{cluster}} {{region}}" }],
  );

/** What clusters cost by list price. */
export const costDashboard = (): dashboard.DashboardBuilder =>
  board("clusterline-cost", "Clusterline / Cost", `What clusters cost. ${what}`)
    .time({ from: "now-6h", to: "now" })
    .withVariable(
      ofLabel("cluster", "Cluster", "clusterline_build_cost_hourly_usd").multi(true).includeAll(true).allValue(".*"),
    )
    .withVariable(consoleVariable())
    .link(consoleLink())
    .withPanel(now())
    .withPanel(month())
    .withPanel(soFar())
    .withPanel(idle())
    .withPanel(clusters())
    .withPanel(overHours())
    .withPanel(growing());
