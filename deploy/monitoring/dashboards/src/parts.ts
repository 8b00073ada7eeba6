// What the dashboards have in common: the datasource variable, selectors, queries and the head of a panel.
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";

export const datasource: DataSourceRef = { type: "prometheus", uid: "${datasource}" };

/** The page of the console; a variable of every dashboard that links to it. */
export const consolePage = "${console}";

/** One line, bar or column: an expression and the name that it is shown under. */
export interface Query {
  expr: string;
  legend?: string;
}

/** What every panel says about itself. Width is of 24 columns. */
export interface Head {
  title: string;
  description: string;
  unit: string;
  width: number;
  height?: number;
}

interface AnyPanel {
  title(text: string): this;
  description(text: string): this;
  unit(unit: string): this;
  span(width: number): this;
  height(height: number): this;
  datasource(ref: DataSourceRef): this;
  withTarget(target: Builder<Dataquery>): this;
}

const letter = (index: number): string => String.fromCharCode(65 + index);

/** A panel over time: Prometheus is asked for a range. */
export function overTime<P extends AnyPanel>(panel: P, head: Head, queries: Query[]): P {
  queries.forEach((query, index) => panel.withTarget(target(query, index).range()));
  return headed(panel, head);
}

/** A panel of the newest values: Prometheus is asked for the end of the range. */
export function newest<P extends AnyPanel>(panel: P, head: Head, queries: Query[]): P {
  queries.forEach((query, index) => panel.withTarget(target(query, index).instant()));
  return headed(panel, head);
}

/** The same as a table: a column for each label and for each query. */
export function rows<P extends AnyPanel>(panel: P, head: Head, queries: Query[]): P {
  queries.forEach((query, index) =>
    panel.withTarget(target(query, index).instant().format(prometheus.PromQueryFormat.Table)),
  );
  return headed(panel, head);
}

function target(query: Query, index: number): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .refId(letter(index))
    .datasource(datasource)
    .expr(query.expr)
    .legendFormat(query.legend ?? "");
}

function headed<P extends AnyPanel>(panel: P, head: Head): P {
  return panel
    .title(head.title)
    .description(head.description)
    .unit(head.unit)
    .span(head.width)
    .height(head.height ?? 8)
    .datasource(datasource);
}

/** An empty dashboard of ours, with the variable that names its datasource. */
export function board(uid: string, title: string, description: string): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(["clusterline"])
    .timezone("browser")
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .refresh("10s")
    .readonly()
    .withVariable(new dashboard.DatasourceVariableBuilder("datasource").label("Prometheus").type("prometheus"))
    .link(
      new dashboard.DashboardLinkBuilder("Clusterline")
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(["clusterline"])
        .asDropdown(true)
        .keepTime(true),
    );
}

/** A variable whose values are those of a label. */
export function ofLabel(name: string, label: string, metric: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query({ qryType: 1, query: `label_values(${metric}, ${name})`, refId: "values" })
    .definition(`label_values(${metric}, ${name})`)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
}

/** The variable that says where the console's page is. */
export function consoleVariable(): dashboard.TextBoxVariableBuilder {
  return new dashboard.TextBoxVariableBuilder("console")
    .label("Console")
    .description("Address of the console's page")
    .defaultValue("http://127.0.0.1:8090");
}

export function consoleLink(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder("Page of the console").url(consolePage).targetBlank(true);
}

/**
 * By how much a counter rose within the range shown, or another one, by its labels. `increase` and `rate` miss what a counter has when
 * it appears, which of a short build is most.
 */
export function grown(metric: string, selector: string, by: string, range = "$__range"): string {
  const series = `${metric}${selector}`;
  const end = `max_over_time(${series}[${range}])`;
  return `sum by (${by}) (${end} - (${series} offset ${range} or 0 * ${end}))`;
}

/** The same at each point in time, of the rate interval before it. */
export const risen = (metric: string, selector: string, by: string): string => grown(metric, selector, by, "$__rate_interval");

/** A quantile of a histogram over the rate interval. */
export function quantile(q: number, metric: string, selector: string, by: string): string {
  return `histogram_quantile(${q}, ${risen(`${metric}_bucket`, selector, by === "" ? "le" : `${by}, le`)})`;
}
