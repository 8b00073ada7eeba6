import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { answers, lines, number, stacked, thresholds } from "./looks.js";
import { board, newest, overTime } from "./parts.js";

const up = () =>
  newest(
    number().mappings(answers),
    {
      title: "Broker",
      description: "Whether it answers Prometheus.",
      unit: "none",
      width: 4,
      height: 4,
    },
    [{ expr: 'max(up{job="clusterline-broker"})', legend: "broker" }],
  );

const full = (title: string, description: string, expr: string) =>
  newest(
    number().thresholds(thresholds([null, "green"], [0.8, "orange"], [0.9, "red"])),
    { title, description, unit: "percentunit", width: 5, height: 4 },
    [{ expr, legend: "used" }],
  );

const memory = () =>
  full(
    "Memory",
    "Share of its limit that the broker uses. At 100 % it takes no message from anybody.",
    "max(rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes)",
  );

const disk = () =>
  full(
    "Disk",
    "The space that has to stay free, as a share of what is free. At 100 % it takes no message from anybody.",
    "max(rabbitmq_disk_space_available_limit_bytes / rabbitmq_disk_space_available_bytes)",
  );

const files = () =>
  full(
    "Open files",
    "Share of the file descriptors that the broker may have.",
    "max(rabbitmq_process_open_fds / rabbitmq_process_max_fds)",
  );

const journal = () =>
  newest(
    number(),
    {
      title: "Events in the journal",
      description: "Of all clusters. The stream keeps events for 30 days, and at most 1 GiB of them.",
      unit: "short",
      width: 5,
      height: 4,
    },
    [{ expr: 'max(rabbitmq_queue_messages{queue="clusterline.journal"})', legend: "events" }],
  );

const ready = () =>
  overTime(
    lines(),
    {
      title: "Ready messages of the stages' queues",
      description: "That no stage has taken yet.",
      unit: "none",
      width: 12,
    },
    [{ expr: "queue:rabbitmq_queue_messages_ready:sum", legend: "{{queue}}" }],
  );

const ladder = () =>
  overTime(
    stacked(),
    {
      title: "Messages on the retry ladder",
      description: "Ticks of running stages and messages that are tried again, by the delay after which they return to their stage.",
      unit: "none",
      width: 12,
    },
    [{ expr: 'sum by (queue) (rabbitmq_queue_messages{queue=~"clusterline\\\\.retry\\\\..+"})', legend: "{{queue}}" }],
  );

const letters = () =>
  overTime(
    stacked(),
    {
      title: "Messages in dead-letter queues",
      description: "They stay until somebody replays or discards them.",
      unit: "none",
      width: 8,
    },
    [{ expr: 'sum by (queue) (rabbitmq_queue_messages{queue=~".+\\\\.dlq"})', legend: "{{queue}}" }],
  );

const consumers = () =>
  overTime(
    lines(),
    {
      title: "Consumers of the stages' queues",
      description: "One for each process of the service. Without one, builds stop at this stage.",
      unit: "none",
      width: 8,
    },
    [{ expr: "queue:rabbitmq_queue_consumers:sum", legend: "{{queue}}" }],
  );

const unacked = () =>
  overTime(
    stacked(),
    {
      title: "Unacked messages",
      description: "Delivered, and not acked yet. A stage acks as soon as it has recorded the trigger, so that these are few.",
      unit: "none",
      width: 8,
    },
    [{ expr: 'sum by (queue) (rabbitmq_queue_messages_unacked{queue=~".+-service\\\\..+"})', legend: "{{queue}}" }],
  );

const through = () =>
  overTime(
    lines(),
    {
      title: "Messages through the broker",
      description: "Each second: received from publishers, confirmed to them, delivered to consumers, acked by them.",
      unit: "ops",
      width: 12,
    },
    [
      { expr: "sum(rate(rabbitmq_global_messages_received_total[$__rate_interval]))", legend: "received" },
      { expr: "sum(rate(rabbitmq_global_messages_confirmed_total[$__rate_interval]))", legend: "confirmed" },
      { expr: "sum(rate(rabbitmq_global_messages_delivered_total[$__rate_interval]))", legend: "delivered" },
      { expr: "sum(rate(rabbitmq_global_messages_acknowledged_total[$__rate_interval]))", legend: "acked" },
    ],
  );

const astray = () =>
  overTime(
    lines(),
    {
      title: "Messages that did not go straight",
      description:
        "Each second: delivered again after their consumer died, returned as unroutable (also events that no stage waits for), dead-lettered at the delivery limit. Expired ones are the retry ladder at work.",
      unit: "ops",
      width: 12,
    },
    [
      { expr: "sum(rate(rabbitmq_global_messages_redelivered_total[$__rate_interval]))", legend: "redelivered" },
      { expr: "sum(rate(rabbitmq_global_messages_unroutable_returned_total[$__rate_interval]))", legend: "unroutable" },
      { expr: "sum(rate(rabbitmq_global_messages_dead_lettered_delivery_limit_total[$__rate_interval]))", legend: "delivery limit" },
      { expr: "sum(rate(rabbitmq_global_messages_dead_lettered_expired_total[$__rate_interval]))", legend: "expired (ladder)" },
    ],
  );

const clients = () =>
  overTime(
    lines(),
    {
      title: "Connections and channels",
      description: "Open ones. Each service has a few; each command one while it runs.",
      unit: "none",
      width: 8,
    },
    [
      { expr: "sum(rabbitmq_connections)", legend: "connections" },
      { expr: "sum(rabbitmq_channels)", legend: "channels" },
    ],
  );

const churn = () =>
  overTime(
    lines(),
    {
      title: "Connections opened",
      description: "Within each rate interval. Many mean that somebody reconnects again and again.",
      unit: "none",
      width: 8,
    },
    [{ expr: "sum(increase(rabbitmq_connections_opened_total[$__rate_interval]))", legend: "opened" }],
  );

const commits = () =>
  overTime(
    lines(),
    {
      title: "Commit latency of quorum queues",
      description: "How long a queue takes to write a message to the disks of its majority, the slowest queue.",
      unit: "s",
      width: 8,
    },
    [{ expr: "max(rabbitmq_raft_entry_commit_latency_seconds)", legend: "slowest" }],
  );

/** RabbitMQ, by its own plugin rabbitmq_prometheus. */
export const brokerDashboard = (): dashboard.DashboardBuilder =>
  board("clusterline-broker", "Clusterline / Broker", "RabbitMQ as the line uses it.")
    .time({ from: "now-1h", to: "now" })
    .withPanel(up())
    .withPanel(memory())
    .withPanel(disk())
    .withPanel(files())
    .withPanel(journal())
    .withPanel(ready())
    .withPanel(ladder())
    .withPanel(letters())
    .withPanel(consumers())
    .withPanel(unacked())
    .withPanel(through())
    .withPanel(astray())
    .withPanel(clients())
    .withPanel(churn())
    .withPanel(commits());
