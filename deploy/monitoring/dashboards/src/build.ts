import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as table from "@grafana/grafana-foundation-sdk/table";
import { byOutcome, columns, coloured, lines, number, outcomes, reached, states, sortedBy, thresholds, timeline, zeroIsGood } from "./looks.js";
import { board, consoleLink, consolePage, consoleVariable, grown, newest, ofLabel, overTime, rows } from "./parts.js";
import { allStages, place } from "./stages.js";

const uid = "clusterline-build";
const started = "clusterline_build_started_timestamp_seconds";
const one = '{cluster=~"$cluster", region=~"$region", account=~"$account"}';
const each = (metric: string): string => `max by (cluster, region, account) (${metric})`;
const ofOne = (metric: string): string => `max(${metric}${one})`;
const toConsole = { title: "Errors, their fix and the command that continues, in the console", url: consolePage };
const toBuild = {
  title: "This build",
  url: `/d/${uid}?\${__url_time_range}&var-cluster=\${__data.fields.cluster}&var-region=\${__data.fields.region}&var-account=\${__data.fields.account}`,
};

const builds = () =>
  rows(
    columns([
      { from: "cluster", name: "cluster", links: [toBuild, toConsole] },
      { from: "region", name: "region" },
      { from: "account", name: "account" },
      { from: "phase", name: "phase" },
      { from: "Value #B", name: "progress", unit: "percentunit" },
      { from: "Value #C", name: "takes", unit: "s", decimals: 0 },
      { from: "Value #D", name: "left", unit: "s", decimals: 0 },
      { from: "Value #E", name: "expected", unit: "s", decimals: 0 },
      { from: "Value #F", name: "per hour", unit: "currencyUSD", decimals: 2 },
      { from: "Value #G", name: "replays" },
    ], ["Value #A"]),
    {
      title: "Builds",
      description:
        "Every build or removal that runs, or that ended within the console's retention (30 minutes by default). A click on the cluster shows it below.",
      unit: "none",
      width: 24,
      height: 7,
    },
    [
      { expr: "max by (cluster, region, account, phase) (clusterline_cluster_phase)" },
      { expr: each("clusterline_build_progress_ratio") },
      { expr: each("cluster:clusterline_build_duration_seconds:max") },
      { expr: each("clusterline_build_eta_seconds") },
      { expr: each("clusterline_build_expected_duration_seconds") },
      { expr: each("clusterline_build_cost_hourly_usd") },
      { expr: each("clusterline_build_replays") },
    ],
  );

const progress = () =>
  newest(
    number().thresholds(thresholds([null, "blue"], [1, "green"])),
    {
      title: "Progress",
      description: "Share of a typical build's work that is done, along the longest chain of stages that wait for one another.",
      unit: "percentunit",
      width: 4,
      height: 4,
    },
    [{ expr: ofOne("clusterline_build_progress_ratio"), legend: "progress" }],
  );

const left = () =>
  newest(
    number().noValue("–"),
    {
      title: "Time left",
      description:
        "By finished builds of the same shape, or by the shares of a typical build while there are none. Nothing before enough is known, and of a build that has ended.",
      unit: "s",
      width: 4,
      height: 4,
    },
    [{ expr: ofOne("clusterline_build_eta_seconds"), legend: "left" }],
  );

const takes = () =>
  newest(
    number(),
    {
      title: "Time taken",
      description: "From the request to now, or to the end: a difference of timestamps, exact whatever the scrape interval is.",
      unit: "s",
      width: 4,
      height: 4,
    },
    [{ expr: ofOne("cluster:clusterline_build_duration_seconds:max"), legend: "taken" }],
  );

const expected = () =>
  newest(
    number().noValue("–"),
    {
      title: "Time expected",
      description: "Median of the newest finished builds of the same shape. Nothing while there are none.",
      unit: "s",
      width: 4,
      height: 4,
    },
    [{ expr: ofOne("clusterline_build_expected_duration_seconds"), legend: "expected" }],
  );

const cost = () =>
  newest(
    number().decimals(3),
    {
      title: "Cost",
      description: "List price of instances, root volumes and public addresses: per hour, and since the machines were launched.",
      unit: "currencyUSD",
      width: 4,
      height: 4,
    },
    [
      { expr: ofOne("clusterline_build_cost_hourly_usd"), legend: "per hour" },
      { expr: ofOne("clusterline_build_cost_usd"), legend: "so far" },
    ],
  );

const failed = () =>
  newest(
    number().thresholds(zeroIsGood()).dataLinks([
      new dashboard.DashboardLinkBuilder(toConsole.title).url(toConsole.url).targetBlank(true),
    ]),
    {
      title: "Failed stages",
      description: "Stages that gave up. A click opens the console: the error, its fix and the command that continues.",
      unit: "none",
      width: 4,
      height: 4,
    },
    [{ expr: `sum(clusterline_build_stage_state${one} == bool 4)`, legend: "failed" }],
  );

const stages = () =>
  overTime(
    timeline(states),
    {
      title: "Stages over time",
      description:
        "The state of each stage. When the console's series end, Grafana may draw the last state to the right edge: a build has ended when the table beside says so.",
      unit: "none",
      width: 14,
      height: 8,
    },
    allStages.map((stage) => ({
      expr: `max(clusterline_build_stage_state{cluster=~"$cluster", region=~"$region", account=~"$account", stage="${stage}"})`,
      legend: stage,
    })),
  );

const stageTimes = () =>
  rows(
    columns([
      { from: "stage", name: "stage", links: [toConsole] },
      { from: "Value #A", name: "state", mappings: states },
      { from: "Value #B", name: "began", unit: "dateTimeAsLocalNoDateIfToday" },
      { from: "Value #C", name: "takes", unit: "s", decimals: 1 },
    ], ["Value #D"], sortedBy("Value #D")),
    {
      title: "Stages",
      description: "State, begin and duration of each stage; durations are differences of timestamps. Links lead to the console.",
      unit: "none",
      width: 10,
      height: 8,
    },
    [
      { expr: `max by (stage) (clusterline_build_stage_state${one})` },
      { expr: `1000 * max by (stage) (clusterline_build_stage_started_timestamp_seconds${one})` },
      { expr: `max by (stage) (cluster_stage:clusterline_build_stage_duration_seconds:max${one})` },
      { expr: place(`max by (stage) (clusterline_build_stage_state${one})`) },
    ],
  );

const errors = () =>
  rows(
    columns([
      { from: "stage", name: "stage", links: [toConsole] },
      { from: "step", name: "step" },
      { from: "error_code", name: "error code" },
      { from: "Value", name: "times", decimals: 0 },
    ]),
    {
      title: "Errors of steps",
      description:
        "By the services' counters, which do not name the cluster: of all builds within the range shown, those that were tried again too. docs/errors.md has each code; the message and the command that continues are on the console's page.",
      unit: "none",
      width: 10,
      height: 6,
    },
    [
      {
        expr: `sort_desc(${grown("clusterline_step_duration_seconds_count", '{outcome="failed"}', "stage, step, error_code")} > 0)`,
      },
    ],
  );

const nodePhase = `clusterline_build_node_phase${one}`;

const nodes = () =>
  overTime(
    timeline(reached),
    {
      title: "Nodes over time",
      description: "The last phase that each machine has behind it: machine, reachable, prepared, joined, configured, ready.",
      unit: "none",
      width: 14,
      height: 12,
    },
    [{ expr: `sum by (node) (${nodePhase} == bool 3) + 100 * max by (node) (${nodePhase} == bool 4)`, legend: "{{node}}" }],
  );

const matrix = () =>
  rows(
    new table.PanelBuilder()
      .mappings(states)
      .thresholds(thresholds([null, "text"]))
      .withTransformation({
        id: "groupingToMatrix",
        options: { rowField: "node", columnField: "phase", valueField: "Value", emptyValue: "null" },
      })
      .withTransformation({
        id: "organize",
        options: {
          renameByName: { "node\\phase": "node" },
          indexByName: Object.fromEntries(
            ["node\\phase", "machine", "reachable", "prepared", "joined", "configured", "ready"].map((name, index) => [name, index]),
          ),
        },
      })
      .overrideByRegexp("machine|reachable|prepared|joined|configured|ready", [coloured]),
    {
      title: "Nodes and phases",
      description: "What each machine has passed and what it is doing now.",
      unit: "none",
      width: 10,
      height: 12,
    },
    [{ expr: `max by (node, phase) (${nodePhase})` }],
  );

const outcomesOf = `clusterline_build_steps${one}`;

const steps = () =>
  overTime(
    byOutcome(),
    {
      title: "Steps by outcome",
      description: "Planned steps of the stages that have begun: not begun, running, or how they ended. Steps of later stages join when those begin.",
      unit: "none",
      width: 14,
      height: 8,
    },
    [
      {
        // An outcome that no step has any more ends its series, and its last value would be shown for ever.
        expr: `sum by (outcome) (${outcomesOf}) or (0 * sum by (outcome) (max_over_time(${outcomesOf}[$__range])) and on () ${outcomesOf})`,
        legend: "{{outcome}}",
      },
    ],
  );

const stepTimes = () =>
  rows(
    columns(
      [
        { from: "stage", name: "stage" },
        { from: "step", name: "step", links: [toConsole] },
        { from: "state", name: "state", mappings: outcomes },
        { from: "Value", name: "takes", unit: "s", decimals: 1 },
      ],
    ),
    {
      title: "Steps",
      description:
        "Steps that failed or run, and of those that have ended the longest, the longest first. A cluster that is built has at most 40 series (46 once it is ready) beside those of its nodes, and the steps get what is left: some 9 when a build has ended, 20 in its first stage. All steps, those not begun too, are on the console's page.",
      unit: "none",
      width: 14,
      height: 10,
    },
    [{ expr: `sort_desc(max by (stage, step, state) (clusterline_build_step_duration_seconds${one}))` }],
  );

const certificates = () =>
  newest(
    number().thresholds(thresholds([null, "red"], [30 * 86_400, "green"])).noValue("–"),
    {
      title: "Certificates valid for",
      description:
        "Time until the first certificate that kubeadm has issued for the control plane expires, of every cluster that exists, as its newest build has read it.",
      unit: "s",
      width: 10,
      height: 8,
    },
    [
      {
        expr: "min by (cluster, region, account) (clusterline_cluster_certificate_expiry_timestamp_seconds) - time()",
        legend: "{{cluster}} {{region}}",
      },
    ],
  );

const pace = () =>
  overTime(
    lines().max(1),
    {
      title: "Progress over time",
      description: "Where it stands still, the build waits: the console's page says for what.",
      unit: "percentunit",
      width: 10,
      height: 10,
    },
    [{ expr: `max by (cluster) (clusterline_build_progress_ratio${one})`, legend: "{{cluster}}" }],
  );

const letters = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Dead letters",
      description: "Of all builds, by stage: `./clusterline dead-letters list` shows why they rest and what to do.",
      unit: "none",
      width: 14,
      height: 6,
    },
    [{ expr: "stage:clusterline_dead_letters:max", legend: "{{stage}}" }],
  );

/** How a build stands: stages, nodes, time left, cost. */
export const buildDashboard = (): dashboard.DashboardBuilder =>
  board(uid, "Clusterline / Build progress", "Builds and removals as the console reads them from the journal.")
    .time({ from: "now-15m", to: "now" })
    .refresh("5s")
    .withVariable(ofLabel("cluster", "Cluster", started))
    .withVariable(ofLabel("region", "Region", `${started}{cluster=~"$cluster"}`))
    .withVariable(ofLabel("account", "Account", `${started}{cluster=~"$cluster", region=~"$region"}`))
    .withVariable(consoleVariable())
    .link(consoleLink())
    .withPanel(builds())
    .withRow(new dashboard.RowBuilder("$cluster"))
    .withPanel(progress())
    .withPanel(left())
    .withPanel(takes())
    .withPanel(expected())
    .withPanel(cost())
    .withPanel(failed())
    .withPanel(stages())
    .withPanel(stageTimes())
    .withPanel(nodes())
    .withPanel(matrix())
    .withPanel(stepTimes())
    .withPanel(pace())
    .withPanel(steps())
    .withPanel(certificates())
    .withPanel(letters())
    .withPanel(errors());
