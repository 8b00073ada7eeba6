import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { answers, columns, lines, number, thresholds, zeroIsGood } from "./looks.js";
import { board, newest, overTime, rows } from "./parts.js";

const used = thresholds([null, "green"], [0.75, "orange"], [0.9, "red"]);

const nodesReady = () =>
  newest(
    number(),
    {
      title: "Nodes that are Ready",
      description: "Nodes of the specification that Kubernetes calls Ready.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [{ expr: "count(node:clusterline_expected:info and on (node) (node:clusterline_ready:max == 1)) or vector(0)", legend: "Ready" }],
  );

const nodesMissing = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Nodes that are not",
      description: "Nodes of the specification that are NotReady or not in the cluster.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [
      {
        expr: "count(node:clusterline_expected:info unless on (node) (node:clusterline_ready:max == 1)) or vector(0)",
        legend: "not Ready",
      },
    ],
  );

const workloadsDown = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Workloads that are down",
      description: "Deployments and StatefulSets that want pods and have none available.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [
      {
        expr:
          "count((namespace_workload:clusterline_wanted:max > 0)" +
          " unless on (namespace, workload) (namespace_workload:clusterline_available:max > 0)) or vector(0)",
        legend: "down",
      },
    ],
  );

const outOfSync = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Applications not Synced",
      description: "Applications of Argo CD whose objects are not what the repository says.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [{ expr: 'count(max by (name, project) (argocd_app_info{sync_status!="Synced"})) or vector(0)', legend: "not Synced" }],
  );

const secretsFailed = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "ExternalSecrets that failed",
      description: "ExternalSecrets that cannot be read from their store. Zero also where there are none.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [
      {
        expr:
          "count(max by (namespace, name)" +
          ' (externalsecret_status_condition{condition="Ready", status="False"}) == 1) or vector(0)',
        legend: "failed",
      },
    ],
  );

const targetsDown = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Targets that are down",
      description: "Of all that this Prometheus asks.",
      unit: "short",
      width: 4,
      height: 4,
    },
    [{ expr: "count(up == 0) or vector(0)", legend: "down" }],
  );

const nodes = () =>
  rows(
    columns([
      { from: "node", name: "node" },
      { from: "Value #A", name: "Ready", mappings: answers },
      { from: "Value #B", name: "processors", unit: "percentunit", decimals: 0 },
      { from: "Value #C", name: "memory", unit: "percentunit", decimals: 0 },
      { from: "Value #D", name: "root volume", unit: "percentunit", decimals: 0 },
    ]),
    {
      title: "Nodes",
      description: "Each node of the specification: whether it is Ready, and what of it is used.",
      unit: "none",
      width: 24,
      height: 12,
    },
    [
      { expr: "max by (node) (node:clusterline_ready:max) or 0 * max by (node) (node:clusterline_expected:info)" },
      { expr: "max by (node) (node:clusterline_cpu_used:ratio)" },
      { expr: "max by (node) (node:clusterline_memory_used:ratio)" },
      { expr: "max by (node) (node:clusterline_disk_used:ratio)" },
    ],
  );

const over = (title: string, description: string, expr: string, width: number) =>
  overTime(lines().max(1).thresholds(used), { title, description, unit: "percentunit", width }, [{ expr, legend: "{{node}}" }]);

const workloads = () =>
  rows(
    columns([
      { from: "namespace", name: "namespace" },
      { from: "workload", name: "workload" },
      { from: "Value #A", name: "wanted" },
      { from: "Value #B", name: "available" },
    ]),
    {
      title: "Workloads",
      description: "Pods that are wanted and those that are available: APIs, workers, databases and add-ons.",
      unit: "none",
      width: 12,
      height: 10,
    },
    [{ expr: "max by (namespace, workload) (namespace_workload:clusterline_wanted:max)" }, { expr: "max by (namespace, workload) (namespace_workload:clusterline_available:max)" }],
  );

const applications = () =>
  rows(
    columns(
      [
        { from: "name", name: "application" },
        { from: "sync_status", name: "sync" },
        { from: "health_status", name: "health" },
      ],
      ["Value"],
    ),
    {
      title: "Applications",
      description: "What Argo CD says of each Application.",
      unit: "none",
      width: 12,
      height: 10,
    },
    [{ expr: "max by (name, sync_status, health_status) (argocd_app_info)" }],
  );

const controlPlane = () =>
  rows(
    columns([
      { from: "job", name: "part" },
      { from: "Value #A", name: "targets that answer" },
      { from: "Value #B", name: "targets" },
    ]),
    {
      title: "Kubernetes' own parts",
      description: "API server, controller manager, scheduler, etcd, kube-proxy and kubelets, as Prometheus reaches them.",
      unit: "none",
      width: 12,
      height: 8,
    },
    [
      { expr: 'sum by (job) (up{job=~"apiserver|kubelet|kube-controller-manager|kube-scheduler|kube-etcd|kube-proxy"})' },
      { expr: 'count by (job) (up{job=~"apiserver|kubelet|kube-controller-manager|kube-scheduler|kube-etcd|kube-proxy"})' },
    ],
  );

const data = () =>
  rows(
    columns([
      { from: "job", name: "target" },
      { from: "namespace", name: "namespace" },
      { from: "Value", name: "answers", mappings: answers },
    ]),
    {
      title: "PostgreSQL, Redis, RabbitMQ",
      description: "Targets that are named after them, and what their exporters say. Empty while nobody has set any up.",
      unit: "none",
      width: 12,
      height: 8,
    },
    [
      {
        expr:
          "min by (job, namespace) (pg_up) == 0 or min by (job, namespace) (redis_up) == 0" +
          ' or min by (job, namespace) (up{job=~"(?i).*(postgres|redis|rabbitmq).*"})',
      },
    ],
  );

/** A cluster that stands, as its own Prometheus sees it. */
export const clusterDashboard = (): dashboard.DashboardBuilder =>
  board("clusterline-cluster", "Clusterline / Cluster", "A cluster that stands, compared with its specification. For the cluster's own Grafana.")
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .withPanel(nodesReady())
    .withPanel(nodesMissing())
    .withPanel(workloadsDown())
    .withPanel(outOfSync())
    .withPanel(secretsFailed())
    .withPanel(targetsDown())
    .withPanel(nodes())
    .withPanel(over("Processors", "What each node uses of its processors.", "node:clusterline_cpu_used:ratio", 8))
    .withPanel(over("Memory", "What each node uses of its memory.", "node:clusterline_memory_used:ratio", 8))
    .withPanel(over("Root volumes", "How full each root volume is: images, logs, scratch.", "node:clusterline_disk_used:ratio", 8))
    .withPanel(workloads())
    .withPanel(applications())
    .withPanel(controlPlane())
    .withPanel(data());
