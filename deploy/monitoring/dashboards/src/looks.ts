// Colours and texts of values, the same in every dashboard.
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

const text = (pairs: [number, string, string][]): dashboard.ValueMapping => ({
  type: dashboard.MappingType.ValueToText,
  options: Object.fromEntries(pairs.map(([value, shown, color], index) => [String(value), { text: shown, color, index }])),
});

/** The numbers of clusterline_build_stage_state and clusterline_build_node_phase. */
export const states: dashboard.ValueMapping[] = [
  text([
    [0, "not begun", "text"],
    [1, "running", "blue"],
    [2, "waiting", "yellow"],
    [3, "done", "green"],
    [4, "failed", "red"],
    [5, "removed", "purple"],
  ]),
];

/** How many phases a node has behind it; 100 more when one failed. */
export const reached: dashboard.ValueMapping[] = [
  text([
    [0, "not begun", "text"],
    [1, "machine", "super-light-blue"],
    [2, "reachable", "light-blue"],
    [3, "prepared", "blue"],
    [4, "joined", "semi-dark-blue"],
    [5, "configured", "light-green"],
    [6, "ready", "green"],
  ]),
  { type: dashboard.MappingType.RangeToText, options: { from: 100, to: 200, result: { text: "failed", color: "red" } } },
];

const word = (pairs: Record<string, string>): dashboard.ValueMapping[] => [
  {
    type: dashboard.MappingType.ValueToText,
    options: Object.fromEntries(Object.entries(pairs).map(([value, color], index) => [value, { text: value, color, index }])),
  },
];

const stepColors: Record<string, string> = {
  running: "blue",
  created: "green",
  changed: "light-green",
  unchanged: "light-blue",
  skipped: "yellow",
  failed: "red",
  removed: "purple",
};

/** The values of the label "state" of a step. */
export const outcomes = word(stepColors);

/** Lines of steps, each in the colour of its outcome. */
export function byOutcome(): timeseries.PanelBuilder {
  const panel = stacked();
  const colors: Record<string, string> = { ...stepColors, "not-begun": "text" };
  Object.entries(colors).forEach(([outcome, color]) =>
    panel.overrideByName(outcome, [{ id: "color", value: { mode: dashboard.FieldColorModeId.Fixed, fixedColor: color } }]),
  );
  return panel;
}

export const answers: dashboard.ValueMapping[] = [
  text([
    [0, "down", "red"],
    [1, "up", "green"],
  ]),
];

export const breaker: dashboard.ValueMapping[] = [
  text([
    [0, "closed", "green"],
    [1, "open", "red"],
  ]),
];

type Step = [from: number | null, color: string];

export function thresholds(...steps: Step[]): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

/** Green while it is zero. */
export const zeroIsGood = (): dashboard.ThresholdsConfigBuilder => thresholds([null, "green"], [1, "red"]);

const plain = (): dashboard.ThresholdsConfigBuilder => thresholds([null, "text"]);

/** One number. */
export function number(): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .thresholds(plain());
}

/** Lines from zero. */
export function lines(): timeseries.PanelBuilder {
  return new timeseries.PanelBuilder()
    .min(0)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Auto)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.Table)
        .placement(common.LegendPlacement.Right)
        .showLegend(true)
        .calcs(["lastNotNull", "max"]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending));
}

export function stacked(): timeseries.PanelBuilder {
  return lines()
    .fillOpacity(40)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group("A"));
}

/** Bars of states over time. A gap stays a gap. */
export function timeline(mappings: dashboard.ValueMapping[]): statetimeline.PanelBuilder {
  return new statetimeline.PanelBuilder()
    .mappings(mappings)
    .mergeValues(true)
    .spanNulls(false)
    .showValue(common.VisibilityMode.Auto)
    .rowHeight(0.8)
    .lineWidth(0)
    .fillOpacity(80)
    .thresholds(plain())
    .legend(new common.VizLegendOptionsBuilder().showLegend(false).displayMode(common.LegendDisplayMode.List));
}

/** A column of a table: the name that it gets, and its properties. */
export interface Column {
  from: string;
  name: string;
  unit?: string;
  decimals?: number;
  mappings?: dashboard.ValueMapping[];
  links?: { title: string; url: string }[];
}

/** Rows in the order of a column that may be left out afterwards, the least first. */
export const sortedBy = (field: string): dashboard.DataTransformerConfig => ({
  id: "sortBy",
  options: { fields: {}, sort: [{ field }] },
});

/** A table of instant queries joined by their labels, with those columns in that order; all others are left out. */
export function columns(wanted: Column[], dropped: string[] = [], sorted?: dashboard.DataTransformerConfig): table.PanelBuilder {
  const panel = new table.PanelBuilder().thresholds(plain()).filterable(true).withTransformation({ id: "merge", options: {} });
  if (sorted) panel.withTransformation(sorted);
  panel
    .withTransformation({
      id: "organize",
      options: {
        excludeByName: Object.fromEntries(["Time", ...dropped].map((name) => [name, true])),
        indexByName: Object.fromEntries(wanted.map((column, index) => [column.from, index])),
        renameByName: Object.fromEntries(wanted.map((column) => [column.from, column.name])),
      },
    });
  wanted.forEach((column) => panel.overrideByName(column.name, properties(column)));
  return panel;
}

function properties(column: Column): dashboard.DynamicConfigValue[] {
  const all: dashboard.DynamicConfigValue[] = [];
  if (column.unit) all.push({ id: "unit", value: column.unit });
  if (column.decimals !== undefined) all.push({ id: "decimals", value: column.decimals });
  if (column.mappings) all.push({ id: "mappings", value: column.mappings }, coloured);
  if (column.links) all.push({ id: "links", value: column.links });
  return all;
}

export const coloured: dashboard.DynamicConfigValue = {
  id: "custom.cellOptions",
  value: { type: common.TableCellDisplayMode.ColorBackground, mode: "basic" },
};
