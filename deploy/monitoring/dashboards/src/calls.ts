import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { breaker, columns, lines, number, stacked, thresholds, timeline, zeroIsGood } from "./looks.js";
import { board, grown, newest, overTime, quantile, risen, rows } from "./parts.js";

const aws = "clusterline_aws_requests_seconds";

const calls = () =>
  overTime(
    stacked(),
    {
      title: "Calls to AWS",
      description: "Each second, by service of AWS. Each attempt counts by itself.",
      unit: "ops",
      width: 8,
    },
    [{ expr: `sum by (service) (rate(${aws}_count[$__rate_interval]))`, legend: "{{service}}" }],
  );

const failures = () =>
  overTime(
    lines(),
    {
      title: "Calls to AWS without success",
      description: "Each second, by service and outcome. A look-up of something that does not exist is one of them: not every one is a fault.",
      unit: "ops",
      width: 8,
    },
    [{ expr: `sum by (service, outcome) (rate(${aws}_count{outcome!="success"}[$__rate_interval]))`, legend: "{{service}} {{outcome}}" }],
  );

const latency = () =>
  overTime(
    lines(),
    {
      title: "Duration of calls to AWS, p95",
      description: "By service. The wait for our own rate limit is not part of it.",
      unit: "s",
      width: 8,
    },
    [{ expr: quantile(0.95, aws, "", "service"), legend: "{{service}}" }],
  );

const operations = () =>
  rows(
    columns([
      { from: "service", name: "service" },
      { from: "operation", name: "operation" },
      { from: "Value #A", name: "calls", decimals: 0 },
      { from: "Value #B", name: "takes", unit: "s", decimals: 3 },
    ]),
    {
      title: "Operations",
      description: "Calls within the range shown and their mean duration.",
      unit: "none",
      width: 12,
      height: 10,
    },
    [
      { expr: `${grown(`${aws}_count`, "", "service, operation")} > 0` },
      {
        expr:
          `${grown(`${aws}_sum`, "", "service, operation")}` +
          ` / (${grown(`${aws}_count`, "", "service, operation")} > 0)`,
      },
    ],
  );

const throttled = () =>
  overTime(
    stacked(),
    {
      title: "Calls that AWS refused for coming too soon",
      description: "Within each rate interval. Each one empties our token bucket of that operation and slows it down for a while.",
      unit: "none",
      width: 12,
      height: 10,
    },
    [
      {
        expr: risen("clusterline_aws_throttled_total", "", "service, operation"),
        legend: "{{service}} {{operation}}",
      },
    ],
  );

const tokens = () =>
  overTime(
    lines(),
    {
      title: "Tokens left",
      description: "Calls that may go out at once before our rate limit slows them, of the ten emptiest buckets.",
      unit: "none",
      width: 8,
    },
    [{ expr: "bottomk(10, resilience4j_ratelimiter_available_permissions)", legend: "{{name}}" }],
  );

const queued = () =>
  overTime(
    stacked(),
    {
      title: "Calls that wait for a token",
      description: "Held back by our own rate limit, so that AWS does not refuse them.",
      unit: "none",
      width: 8,
    },
    [{ expr: "sum by (name) (resilience4j_ratelimiter_waiting_threads) > 0", legend: "{{name}}" }],
  );

const retried = () =>
  overTime(
    stacked(),
    {
      title: "Calls that were repeated",
      description: "By retry and by how they ended, each second. docs/resilience.md says what each one repeats.",
      unit: "ops",
      width: 8,
    },
    [
      {
        expr: 'sum by (name, kind) (rate(resilience4j_retry_calls_total{kind!="successful_without_retry"}[$__rate_interval]))',
        legend: "{{name}} {{kind}}",
      },
    ],
  );

const breakers = () =>
  overTime(
    timeline(breaker),
    {
      title: "Circuit breakers",
      description: "Open: the endpoint does not answer, and calls are held back but for a trial every few seconds.",
      unit: "none",
      width: 16,
    },
    [{ expr: "max by (name) (component_name:resilience4j_circuitbreaker_open:max)", legend: "{{name}}" }],
  );

const credentials = () =>
  newest(
    number().thresholds(thresholds([null, "red"], [240, "orange"], [600, "green"])).noValue("do not expire"),
    {
      title: "AWS credentials last for",
      description: "Of each service whose credentials expire. The SDK renews them five minutes before, where it can.",
      unit: "s",
      width: 8,
    },
    [{ expr: "min by (component) (clusterline_aws_credentials_expiry_timestamp_seconds) - time()", legend: "{{component}}" }],
  );

const connections = () =>
  overTime(
    stacked(),
    {
      title: "SSH connections",
      description: "By outcome, within each rate interval. Machines that boot refuse them for a while.",
      unit: "none",
      width: 8,
    },
    [{ expr: risen("clusterline_ssh_connections_total", "", "outcome"), legend: "{{outcome}}" }],
  );

const commands = () =>
  overTime(
    stacked(),
    {
      title: "SSH commands",
      description: "That ended, by outcome, within each rate interval.",
      unit: "none",
      width: 8,
    },
    [{ expr: risen("clusterline_ssh_commands_seconds_count", "", "outcome"), legend: "{{outcome}}" }],
  );

const commandTimes = () =>
  overTime(
    lines(),
    {
      title: "Duration of SSH commands",
      description: "Half of them, and 95 of 100, took at most so long. Installing packages and kubeadm are the long ones.",
      unit: "s",
      width: 8,
    },
    [
      { expr: quantile(0.5, "clusterline_ssh_commands_seconds", "", ""), legend: "p50" },
      { expr: quantile(0.95, "clusterline_ssh_commands_seconds", "", ""), legend: "p95" },
    ],
  );

const slots = () =>
  overTime(
    lines().max(1),
    {
      title: "Bulkheads in use",
      description: "Share of the places for SSH commands and Helm processes that are taken. At 100 % further ones wait.",
      unit: "percentunit",
      width: 8,
    },
    [
      {
        expr:
          "1 - min by (name) (resilience4j_bulkhead_available_concurrent_calls)" +
          " / max by (name) (resilience4j_bulkhead_max_allowed_concurrent_calls)",
        legend: "{{name}}",
      },
    ],
  );

const helm = () =>
  overTime(
    lines(),
    {
      title: "Duration of Helm's calls, p95",
      description: "By operation: install and upgrade wait until the chart's own objects are made, not until they are ready.",
      unit: "s",
      width: 8,
    },
    [{ expr: quantile(0.95, "clusterline_helm_calls_seconds", "", "operation"), legend: "{{operation}}" }],
  );

const helmFailed = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Helm's calls that failed",
      description: "Within the range shown. The step looks at the release's history before it calls again.",
      unit: "none",
      width: 8,
    },
    [{ expr: `sum(${grown("clusterline_helm_calls_seconds_count", '{outcome!="success"}', "operation")}) or vector(0)`, legend: "failed" }],
  );

const requests = () =>
  overTime(
    stacked(),
    {
      title: "Requests to the clusters' API servers",
      description: "Within each rate interval, by verb and outcome, over all clusters.",
      unit: "none",
      width: 12,
    },
    [{ expr: risen("clusterline_kubernetes_requests_seconds_count", "", "verb, outcome"), legend: "{{verb}} {{outcome}}" }],
  );

const requestTimes = () =>
  overTime(
    lines(),
    {
      title: "Duration of requests to API servers, p95",
      description: "By verb. A watch is not one of them.",
      unit: "s",
      width: 12,
    },
    [{ expr: quantile(0.95, "clusterline_kubernetes_requests_seconds", "", "verb"), legend: "{{verb}}" }],
  );

/** Calls that leave the line: AWS, SSH, Helm and Kubernetes. */
export const callsDashboard = (): dashboard.DashboardBuilder =>
  board("clusterline-calls", "Clusterline / AWS and SSH", "What the services call, and what holds those calls back.")
    .time({ from: "now-1h", to: "now" })
    .withRow(new dashboard.RowBuilder("AWS"))
    .withPanel(calls())
    .withPanel(failures())
    .withPanel(latency())
    .withPanel(operations())
    .withPanel(throttled())
    .withRow(new dashboard.RowBuilder("Limits, retries, breakers"))
    .withPanel(tokens())
    .withPanel(queued())
    .withPanel(retried())
    .withPanel(breakers())
    .withPanel(credentials())
    .withRow(new dashboard.RowBuilder("SSH"))
    .withPanel(connections())
    .withPanel(commands())
    .withPanel(commandTimes())
    .withRow(new dashboard.RowBuilder("Helm and Kubernetes"))
    .withPanel(slots())
    .withPanel(helm())
    .withPanel(helmFailed())
    .withPanel(requests())
    .withPanel(requestTimes());
