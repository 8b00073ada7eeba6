import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { answers, columns, lines, number, stacked, timeline, zeroIsGood } from "./looks.js";
import { board, consoleLink, consoleVariable, grown, newest, ofLabel, overTime, quantile, risen, rows } from "./parts.js";

const some = '{stage=~"$stage"}';
const services = '{job="clusterline"}';

const up = () =>
  overTime(
    timeline(answers),
    {
      title: "Services",
      description: "Whether at least one process of each service answers. The line stands still where one does not.",
      unit: "none",
      width: 12,
      height: 6,
    },
    [{ expr: "component:up:max", legend: "{{component}}" }],
  );

const processes = () =>
  rows(
    columns(
      [
        { from: "component", name: "service" },
        { from: "instance", name: "address" },
        { from: "version", name: "version" },
        { from: "Value #B", name: "runs for", unit: "s", decimals: 0 },
        { from: "Value #C", name: "heap", unit: "bytes", decimals: 0 },
      ],
      ["Value #A"],
    ),
    {
      title: "Processes",
      description: "Each process of the line, its version, since when it runs and the heap that it uses.",
      unit: "none",
      width: 12,
      height: 6,
    },
    [
      { expr: `max by (component, instance, version) (clusterline_build_info${services})` },
      { expr: `time() - max by (component, instance) (process_start_time_seconds${services})` },
      { expr: 'sum by (component, instance) (jvm_memory_used_bytes{job="clusterline", area="heap"})' },
    ],
  );

const rate = () =>
  overTime(
    stacked(),
    {
      title: "Attempts by stage",
      description: "Rate: attempts that ended, each second. A build has one of each stage unless something is tried again.",
      unit: "ops",
      width: 8,
    },
    [{ expr: `sum by (stage) (rate(clusterline_stage_attempts_total${some}[$__rate_interval]))`, legend: "{{stage}}" }],
  );

const errors = () =>
  overTime(
    lines().max(1),
    {
      title: "Share of attempts that did not complete",
      description: "Errors: attempts that are tried again or that failed for good, of all attempts of the stage.",
      unit: "percentunit",
      width: 8,
    },
    [
      {
        expr:
          `sum by (stage) (rate(clusterline_stage_attempts_total{stage=~"$stage", outcome!="complete"}[$__rate_interval]))` +
          ` / sum by (stage) (rate(clusterline_stage_attempts_total${some}[$__rate_interval]))`,
        legend: "{{stage}}",
      },
    ],
  );

const durations = () =>
  overTime(
    lines(),
    {
      title: "Duration of stages, p95",
      description: "Duration: 95 of 100 stages took at most so long, within the rate interval.",
      unit: "s",
      width: 8,
    },
    [{ expr: quantile(0.95, "clusterline_stage_duration_seconds", some, "stage"), legend: "{{stage}}" }],
  );

const byService = () =>
  overTime(
    stacked(),
    {
      title: "Attempts by service and outcome",
      description: "complete, retry (another attempt follows) or failed (dead-lettered), each second.",
      unit: "ops",
      width: 8,
    },
    [
      {
        expr: `sum by (component, outcome) (rate(clusterline_stage_attempts_total${some}[$__rate_interval]))`,
        legend: "{{component}} {{outcome}}",
      },
    ],
  );

const totals = () =>
  rows(
    columns([
      { from: "stage", name: "stage" },
      { from: "outcome", name: "outcome" },
      { from: "error_code", name: "error code" },
      { from: "Value", name: "attempts", decimals: 0 },
    ]),
    {
      title: "Attempts by error code",
      description: "Within the range shown. docs/errors.md says whose each error is and what to do.",
      unit: "none",
      width: 8,
    },
    [{ expr: `${grown("clusterline_stage_attempts_total", some, "stage, outcome, error_code")} > 0` }],
  );

const steps = () =>
  rows(
    columns([
      { from: "stage", name: "stage" },
      { from: "step", name: "step" },
      { from: "Value", name: "takes", unit: "s", decimals: 1 },
    ]),
    {
      title: "Steps that take longest",
      description: "Mean duration of each kind of step within the range shown, the twenty longest.",
      unit: "s",
      width: 8,
    },
    [
      {
        expr:
          `topk(20, ${grown("clusterline_step_duration_seconds_sum", some, "stage, step")}` +
          ` / (${grown("clusterline_step_duration_seconds_count", some, "stage, step")} > 0))`,
      },
    ],
  );

const busy = () =>
  overTime(
    stacked(),
    {
      title: "Stages that run",
      description: "How many clusters' stages the processes work on. One process works on 8 of each stage at once.",
      unit: "none",
      width: 8,
    },
    [{ expr: `sum by (stage) (clusterline_stages_running${some})`, legend: "{{stage}}" }],
  );

const waiting = () =>
  overTime(
    stacked(),
    {
      title: "Stages that wait for a slot",
      description: "Saturation: taken, and in line for a free slot of a process. A further replica takes from this line.",
      unit: "none",
      width: 8,
    },
    [{ expr: `sum by (stage) (clusterline_stages_waiting${some})`, legend: "{{stage}}" }],
  );

const delay = () =>
  overTime(
    lines(),
    {
      title: "Delay before a stage begins, p95",
      description: "From the trigger's publication until the stage's first attempt begins.",
      unit: "s",
      width: 8,
    },
    [{ expr: quantile(0.95, "clusterline_stage_start_delay_seconds", some, "stage"), legend: "{{stage}}" }],
  );

const retries = () =>
  overTime(
    stacked(),
    {
      title: "Retries by rung",
      description: "Attempts that are tried again, by the delay before the next one, within each rate interval.",
      unit: "none",
      width: 8,
    },
    [{ expr: risen("clusterline_stage_retries_total", some, "stage, rung"), legend: "{{stage}} {{rung}}" }],
  );

const leases = () =>
  overTime(
    lines(),
    {
      title: "Take-overs and missed heartbeats",
      description: "A worker takes a stage over when its holder has been silent for 8 s; a heartbeat is a third of that.",
      unit: "none",
      width: 8,
    },
    [
      { expr: `sum by (stage) (increase(clusterline_lease_takeovers_total${some}[$__rate_interval]))`, legend: "{{stage}} taken over" },
      { expr: `sum by (stage) (increase(clusterline_lease_heartbeats_missed_total${some}[$__rate_interval]))`, legend: "{{stage}} missed" },
    ],
  );

const fates = () =>
  rows(
    columns([
      { from: "stage", name: "stage" },
      { from: "fate", name: "fate" },
      { from: "Value", name: "messages", decimals: 0 },
    ]),
    {
      title: "What became of messages",
      description: "Within the range shown: taken, duplicate, stale, lost and sent again, dead-lettered.",
      unit: "none",
      width: 8,
    },
    [{ expr: `${grown("clusterline_messages_total", some, "stage, fate")} > 0` }],
  );

const rest = () =>
  newest(
    number().thresholds(zeroIsGood()),
    {
      title: "Dead letters at rest",
      description: "By stage, as the console and the broker count them. Nothing takes them from there by itself.",
      unit: "none",
      width: 12,
      height: 5,
    },
    [{ expr: 'stage:clusterline_dead_letters:max{stage=~"$stage"}', legend: "{{stage}}" }],
  );

const published = () =>
  rows(
    columns([
      { from: "stage", name: "stage" },
      { from: "error_code", name: "error code" },
      { from: "Value", name: "letters", decimals: 0 },
    ]),
    {
      title: "Dead letters published",
      description: "Within the range shown, by the error that ended the stage.",
      unit: "none",
      width: 12,
      height: 5,
    },
    [{ expr: `${grown("clusterline_dead_letters_published_total", some, "stage, error_code")} > 0` }],
  );

const queues = () =>
  overTime(
    lines(),
    {
      title: "Messages that nobody has taken",
      description: "Ready messages of the stages' queues. A stage takes a message at once, so that this is zero nearly always.",
      unit: "none",
      width: 8,
    },
    [{ expr: "queue:rabbitmq_queue_messages_ready:sum", legend: "{{queue}}" }],
  );

const oldest = () =>
  overTime(
    lines(),
    {
      title: "Oldest message, at most",
      description: "Since when a queue was not seen empty: no message in it is older. An hour means an hour or longer.",
      unit: "s",
      width: 8,
    },
    [{ expr: "queue:rabbitmq_queue_not_empty_seconds:max", legend: "{{queue}}" }],
  );

const journal = () =>
  overTime(
    lines(),
    {
      title: "Newest event that the console has read",
      description: "Its age. It grows while nothing happens; with events in the journal it stays near zero.",
      unit: "s",
      width: 8,
    },
    [{ expr: "max(clusterline_journal_age_seconds)", legend: "age" }],
  );

const cpu = () =>
  overTime(
    lines(),
    {
      title: "Processor",
      description: "Cores that each process uses.",
      unit: "none",
      width: 8,
    },
    [{ expr: `sum by (component, instance) (process_cpu_usage${services} * system_cpu_count${services})`, legend: "{{component}} {{instance}}" }],
  );

const memory = () =>
  overTime(
    lines(),
    {
      title: "Heap",
      description: "Heap that each process uses, garbage that was not collected yet included.",
      unit: "bytes",
      width: 8,
    },
    [{ expr: 'sum by (component, instance) (jvm_memory_used_bytes{job="clusterline", area="heap"})', legend: "{{component}} {{instance}}" }],
  );

const pauses = () =>
  overTime(
    lines(),
    {
      title: "Time in garbage collection",
      description: "Share of the time that each process was paused by its garbage collector.",
      unit: "percentunit",
      width: 8,
    },
    [
      {
        expr: `sum by (component, instance) (rate(jvm_gc_pause_seconds_sum${services}[$__rate_interval]))`,
        legend: "{{component}} {{instance}}",
      },
    ],
  );

/** The services and their stages: rate, errors, duration, and what waits. */
export const lineDashboard = (): dashboard.DashboardBuilder =>
  board("clusterline-line", "Clusterline / Line", "The four services and the stages that they run, over all builds.")
    .time({ from: "now-1h", to: "now" })
    .withVariable(
      ofLabel("stage", "Stage", "clusterline_stages_waiting").multi(true).includeAll(true).allValue(".*"),
    )
    .withVariable(consoleVariable())
    .link(consoleLink())
    .withPanel(up())
    .withPanel(processes())
    .withRow(new dashboard.RowBuilder("Stages: rate, errors, duration"))
    .withPanel(rate())
    .withPanel(errors())
    .withPanel(durations())
    .withPanel(byService())
    .withPanel(totals())
    .withPanel(steps())
    .withRow(new dashboard.RowBuilder("What waits"))
    .withPanel(busy())
    .withPanel(waiting())
    .withPanel(delay())
    .withPanel(queues())
    .withPanel(oldest())
    .withPanel(journal())
    .withRow(new dashboard.RowBuilder("What goes wrong"))
    .withPanel(retries())
    .withPanel(leases())
    .withPanel(fates())
    .withPanel(rest())
    .withPanel(published())
    .withRow(new dashboard.RowBuilder("Processes"))
    .withPanel(cpu())
    .withPanel(memory())
    .withPanel(pauses());
