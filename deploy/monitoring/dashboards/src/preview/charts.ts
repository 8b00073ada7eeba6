// Charts as SVG: lines over time, and states over time.
import { color, escaped, show, type Field } from "./format.js";
import type { Series, Window } from "./prometheus.js";

export interface Named {
  name: string;
  series: Series;
  /** What the panel says; else one of ours in turn. */
  color?: string;
}

/** Pixels: of a character of a legend, of a line of it, and of what stands beside its text. */
const key = { character: 6.2, line: 16, beside: 26 };
const mostKeys = 8;

const colorOf = ({ color: own }: Named, index: number): string => (own === undefined ? colors[index % colors.length]! : color(own));

const colors = ["#4f9a5b", "#c99a2e", "#3a6ea5", "#d9822b", "#d44a3a", "#8f5aa8", "#2f9c95", "#7a6a53", "#b0567f", "#6b7bd1"];
const line = 1.5;

const across = ({ start, end }: Window, width: number) => (time: number): number => ((time - start) / (end - start)) * width;

/** Points that are further apart than three steps of the query are not joined. */
function path(points: [number, number][], x: (time: number) => number, y: (value: number) => number): string {
  const step = Math.min(...points.slice(1).map(([time], index) => time - points[index]![0]));
  return points
    .map(([time, value], index) => {
      const joined = index > 0 && time - points[index - 1]![0] <= 3 * step;
      return `${joined ? "L" : "M"}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
}

function stacked(named: Named[]): Named[] {
  const sums = new Map<number, number>();
  return named.map(({ series, ...rest }) => ({
    ...rest,
    series: {
      labels: series.labels,
      points: series.points.map(([time, value]): [number, number] => {
        const sum = (sums.get(time) ?? 0) + value;
        sums.set(time, sum);
        return [time, sum];
      }),
    },
  }));
}

/** The legend below has as many lines as it needs, and the chart what is left. */
export function lines(named: Named[], field: Field, window: Window, width: number, whole: number, isStacked: boolean): string {
  const texts = keyTexts(named, field);
  const height = Math.max(60, whole - keyLines(texts, width) * key.line - 6);
  const drawn = isStacked ? stacked(named) : named;
  const values = drawn.flatMap(({ series }) => series.points.map(([, value]) => value));
  const top = Math.max(...values, 0) || 1;
  const left = 64;
  const x = (time: number): number => left + across(window, width - left - 4)(time);
  const y = (value: number): number => height - 16 - (value / top) * (height - 24);
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${left}" x2="${width}" y1="${y(top * share)}" y2="${y(top * share)}" class="grid"/>` +
      `<text x="${left - 6}" y="${y(top * share) + 4}" text-anchor="end">${escaped(show(top * share, { ...field, thresholds: undefined }).text)}</text>`,
  );
  const paths = drawn.map(({ series }, index) =>
    series.points.length === 1
      ? `<circle cx="${x(series.points[0]![0])}" cy="${y(series.points[0]![1])}" r="2" fill="${colorOf(drawn[index]!, index)}"/>`
      : `<path d="${path(series.points, x, y)}" fill="none" stroke="${colorOf(drawn[index]!, index)}" stroke-width="${line}"/>`,
  );
  return `<svg width="${width}" height="${height}">${grid.join("")}${paths.join("")}</svg>${keys(named, texts)}`;
}

interface KeyText {
  name: string;
  last: string;
}

const keyTexts = (named: Named[], field: Field): KeyText[] =>
  named.map(({ name, series }) => ({ name, last: show(series.points.at(-1)?.[1], { ...field, thresholds: undefined }).text }));

/** How many lines the legend takes at that width. */
export function keyLines(texts: KeyText[], width: number): number {
  let [lines, used] = [1, 0];
  for (const { name, last } of texts.slice(0, mostKeys)) {
    const wide = (name.length + 1 + last.length) * key.character + key.beside;
    if (used > 0 && used + wide > width) [lines, used] = [lines + 1, 0];
    used += wide;
  }
  return texts.length > mostKeys ? lines + 1 : lines;
}

function keys(named: Named[], texts: KeyText[]): string {
  const rows = texts.slice(0, mostKeys).map(({ name, last }, index) =>
    `<span><i style="background:${colorOf(named[index]!, index)}"></i>${escaped(name)} <b>${escaped(last)}</b></span>`);
  const more = named.length > mostKeys ? `<span>and ${named.length - mostKeys} more</span>` : "";
  return `<p class="keys">${rows.join("")}${more}</p>`;
}

export function states(named: Named[], field: Field, window: Window, width: number, height: number): string {
  const left = 12 + 6.5 * Math.max(...named.map(({ name }) => name.length));
  const x = (time: number): number => left + across(window, width - left)(time);
  const row = Math.min(26, (height - 4) / Math.max(1, named.length));
  const rows = named.map(({ name, series }, index) => {
    const y = index * row;
    return `<text x="${left - 6}" y="${y + row / 2 + 4}" text-anchor="end">${escaped(name)}</text>${spans(series, field, x, y, row)}`;
  });
  return `<svg width="${width}" height="${height}">${rows.join("")}</svg>`;
}

function spans(series: Series, field: Field, x: (time: number) => number, y: number, row: number): string {
  const { points } = series;
  const begins = points.filter(([, value], index) => index === 0 || value !== points[index - 1]![1]);
  return begins
    .map(([time, value], index) => {
      const end = begins[index + 1]?.[0] ?? points.at(-1)![0];
      const shown = show(value, field);
      const wide = x(end) - x(time);
      const text = wide > 8 * shown.text.length ? `<text x="${x(time) + 4}" y="${y + row / 2 + 4}" class="on">${escaped(shown.text)}</text>` : "";
      return `<rect x="${x(time)}" y="${y + 1}" width="${Math.max(1, wide)}" height="${row - 3}" fill="${shown.color}"/>${text}`;
    })
    .join("");
}
