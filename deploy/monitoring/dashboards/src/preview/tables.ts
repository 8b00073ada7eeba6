// Tables, by the transformations that our dashboards use: merge, organize and groupingToMatrix.
import { escaped, show, word, type Field } from "./format.js";
import type { Series } from "./prometheus.js";

export interface Override {
  matcher: { id: string; options: string };
  properties: { id: string; value: unknown }[];
}

export interface Transformation {
  id: string;
  options: {
    excludeByName?: Record<string, boolean>;
    indexByName?: Record<string, number>;
    renameByName?: Record<string, string>;
    rowField?: string;
    columnField?: string;
    sort?: { field: string }[];
  };
}

type Row = Map<string, string | number>;

/** The newest value of each series; rows that agree in what they have in common are one, as in Grafana. */
function merged(answers: { refId: string; series: Series[] }[]): Row[] {
  const rows: Row[] = [];
  for (const { refId, series } of answers) {
    const value = answers.length === 1 ? "Value" : `Value #${refId}`;
    for (const { labels, points } of series.filter((each) => each.points.length > 0)) {
      const known = rows.find((row) => !row.has(value) && agrees(row, labels));
      const row: Row = known ?? new Map();
      if (!known) rows.push(row);
      Object.entries(labels).forEach(([name, label]) => row.set(name, label));
      row.set(value, points.at(-1)![1]);
    }
  }
  return rows;
}

const agrees = (row: Row, labels: Record<string, string>): boolean =>
  Object.entries(labels).every(([name, value]) => !row.has(name) || row.get(name) === value) && Object.keys(labels).some((name) => row.has(name));

function matrix(rows: Row[], rowField: string, columnField: string): Row[] {
  const byName = new Map<string, Row>();
  for (const row of rows) {
    const name = String(row.get(rowField));
    const line = byName.get(name) ?? new Map([[`${rowField}\\${columnField}`, name]]);
    line.set(String(row.get(columnField)), row.get("Value") ?? "");
    byName.set(name, line);
  }
  return [...byName.values()];
}

export function table(answers: { refId: string; series: Series[] }[], field: Field, overrides: Override[], steps: Transformation[], most = 14): string {
  const grouping = steps.find((each) => each.id === "groupingToMatrix")?.options;
  const organize = steps.find((each) => each.id === "organize")?.options ?? {};
  const by = steps.find((each) => each.id === "sortBy")?.options.sort?.[0]?.field;
  const all = by === undefined ? merged(answers) : merged(answers).sort((a, b) => Number(a.get(by)) - Number(b.get(by)));
  const rows = grouping ? matrix(all, grouping.rowField ?? "", grouping.columnField ?? "") : all;
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
    .filter((name) => !organize.excludeByName?.[name])
    .sort((a, b) => (organize.indexByName?.[a] ?? 99) - (organize.indexByName?.[b] ?? 99));
  const named = columns.map((name) => ({ name, title: organize.renameByName?.[name] ?? name }));
  const head = named.map(({ title }) => `<th>${escaped(title)}</th>`).join("");
  const body = rows.slice(0, most).map((row) => `<tr>${named.map(({ name, title }) => cell(row.get(name), fieldOf(title, field, overrides))).join("")}</tr>`);
  const more = rows.length > most ? `<p class="keys">and ${rows.length - most} rows more</p>` : "";
  return rows.length === 0 ? `<p class="none">${escaped(field.noValue ?? "No data")}</p>` : `<table><tr>${head}</tr>${body.join("")}</table>${more}`;
}

interface Column extends Field {
  isFilled: boolean;
}

function fieldOf(title: string, field: Field, overrides: Override[]): Column {
  const column: Record<string, unknown> = { ...field, isFilled: false };
  for (const { matcher, properties } of overrides) {
    const matches = matcher.id === "byRegexp" ? new RegExp(`^(${matcher.options})$`).test(title) : matcher.options === title;
    for (const { id, value } of matches ? properties : []) {
      column[id] = value;
      if (id === "custom.cellOptions") column.isFilled = JSON.stringify(value).includes("background");
    }
  }
  return column as unknown as Column;
}

function cell(value: string | number | undefined, column: Column): string {
  if (value === undefined) return "<td></td>";
  const shown = typeof value === "string" ? word(value, column) : show(value, column);
  return column.isFilled ? `<td class="on" style="background:${shown.color}">${escaped(shown.text)}</td>` : `<td>${escaped(shown.text)}</td>`;
}
