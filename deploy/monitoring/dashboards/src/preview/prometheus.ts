// What a Prometheus answers to the queries of a panel.
import { asSent } from "../expressions.js";

export interface Series {
  labels: Record<string, string>;
  /** Seconds since 1970, and the value. */
  points: [number, number][];
}

export interface Target {
  refId: string;
  expr: string;
  legendFormat?: string;
  /** Asked at the end of the window only. */
  instant?: boolean;
}

export interface Window {
  address: string;
  start: number;
  end: number;
}

/** About as many points as a panel is wide in steps that Grafana would take. */
const points = 120;

interface Answer {
  status: string;
  error?: string;
  data?: { result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[] };
}

export async function query({ address, start, end }: Window, { expr, instant }: Target): Promise<Series[]> {
  const step = Math.max(1, Math.round((end - start) / points));
  const span: Record<string, string> = instant ? { time: `${end}` } : { start: `${start}`, end: `${end}`, step: `${step}` };
  const form = new URLSearchParams({ query: asSent(expr, end - start), ...span });
  const response = await fetch(`${address}/api/v1/query${instant ? "" : "_range"}`, { method: "POST", body: form });
  const answer = (await response.json()) as Answer;
  if (answer.status !== "success") throw new Error(`${expr}: ${answer.error}`);
  return (answer.data?.result ?? []).map(({ metric, value, values }) => ({ labels: metric, points: numbers(values ?? (value ? [value] : [])) }));
}

const numbers = (values: [number, string][]): [number, number][] =>
  values.map(([time, value]): [number, number] => [time, Number(value)]).filter(([, value]) => !Number.isNaN(value));

/** {{label}} in the legend's format becomes the label's value. */
export function legend(target: Target, labels: Record<string, string>): string {
  const format = target.legendFormat ?? "";
  return format === ""
    ? Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(", ") || target.refId
    : format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => labels[name] ?? "");
}
