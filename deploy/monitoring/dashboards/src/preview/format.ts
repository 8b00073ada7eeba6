// Values as a panel writes them: units, decimals, mappings and colours.

export interface Mapping {
  type: string;
  options: Record<string, { text?: string; color?: string }> & { from?: number; to?: number; result?: { text?: string; color?: string } };
}

export interface Field {
  unit?: string;
  decimals?: number;
  mappings?: Mapping[];
  thresholds?: { steps: { value: number | null; color: string }[] };
  noValue?: string;
}

export interface Shown {
  text: string;
  color: string;
}

const palette: Record<string, string> = {
  "super-light-blue": "#a9c4e4",
  "light-blue": "#7ea6d3",
  "semi-dark-blue": "#2c5785",
  "light-green": "#8cc596",
  green: "#4f9a5b", red: "#d44a3a", blue: "#3a6ea5", yellow: "#c99a2e", orange: "#d9822b", purple: "#8f5aa8", text: "#8a8f98" };

/** Of Grafana's names: "semi-dark-blue" is a blue. */
export const color = (name: string): string => palette[name] ?? palette[name.replace(/^.*-/, "")] ?? name;

const scale = (value: number, steps: [number, string][]): string => {
  const [factor, unit] = steps.find(([from]) => Math.abs(value) >= from) ?? steps.at(-1)!;
  return `${round(value / factor)}${unit}`;
};

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2).replace(/\.?0+$/, ""));

const units: Record<string, (value: number, decimals: number | undefined) => string> = {
  percentunit: (value) => `${round(value * 100)} %`,
  percent: (value) => `${round(value)} %`,
  s: (value, decimals) => value >= 86_400 ? `${round(value / 86_400)} days` : (value < 1 && value > 0 ? `${round(value * 1000)} ms` : `${decimals === undefined ? round(value) : value.toFixed(decimals)} s`),
  // Of cents, as many digits as tell two of them apart.
  currencyUSD: (value, decimals) => `$${value.toFixed(decimals ?? (value !== 0 && Math.abs(value) < 0.1 ? 4 : 2))}`,
  bytes: (value) => scale(value, [[2 ** 30, " GiB"], [2 ** 20, " MiB"], [2 ** 10, " KiB"], [1, " B"]]),
  reqps: (value) => `${round(value)} req/s`,
  ops: (value) => `${round(value)} ops/s`,
  cps: (value) => `${round(value)} /s`,
};

function unit(value: number, field: Field): string {
  if (field.unit?.startsWith("dateTime")) return new Date(value < 1e11 ? value * 1000 : value).toISOString().slice(11, 19);
  const known = units[field.unit ?? ""];
  return known ? known(value, field.decimals) : field.decimals === undefined ? round(value) : value.toFixed(field.decimals);
}

function mapped(value: number, field: Field): Shown | undefined {
  for (const { type, options } of field.mappings ?? []) {
    const result = type === "value" ? options[`${value}`] : value >= (options.from ?? -Infinity) && value <= (options.to ?? Infinity) ? options.result : undefined;
    if (result) return { text: result.text ?? unit(value, field), color: color(result.color ?? "text") };
  }
  return undefined;
}

export function show(value: number | undefined, field: Field): Shown {
  if (value === undefined) return { text: field.noValue ?? "No data", color: color("text") };
  const step = field.thresholds?.steps.filter((each) => each.value === null || value >= each.value).at(-1);
  return mapped(value, field) ?? { text: unit(value, field), color: color(step?.color ?? "text") };
}

/** A text that may be mapped, such as a state. */
export function word(value: string, field: Field): Shown {
  const result = field.mappings?.find((each) => each.type === "value")?.options[value];
  return { text: result?.text ?? value, color: color(result?.color ?? "text") };
}

export const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
