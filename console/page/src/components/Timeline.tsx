import type { Cluster } from "../model.ts";
import { failedOnly, mergeTwins } from "../options.ts";
import { rows, type Row } from "../rows.ts";
import { clockTime, seconds } from "../time.ts";

const WIDTH = 600;

/** Every planned step on one time axis; what has not begun is a row without a bar. */
export function Timeline({ cluster, begin, end, time }: { cluster: Cluster; begin: number; end: number; time: number }) {
  const shown = rows(cluster, { failedOnly: failedOnly.value, mergeTwins: mergeTwins.value });
  const scale = WIDTH / Math.max(1, end - begin);
  return (
    <section class="scroll" tabIndex={0} aria-label="Timeline">
      <table class="timeline">
        <caption>
          Timeline, {mark(0, end - begin)} to {mark(end - begin, end - begin)}. The critical path is marked ◆.
        </caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Step</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col">
              <Axis length={end - begin} />
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Line key={row.id} row={row} begin={begin} scale={scale} time={time} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p>No step has failed.</p>}
    </section>
  );
}

function Line({ row, begin, scale, time }: { row: Row; begin: number; scale: number; time: number }) {
  const from = row.begin;
  const to = row.end ?? time;
  return (
    <tr class={row.isCritical ? "critical" : row.state === "not-begun" ? "later" : ""}>
      <td>{row.stage}</td>
      <th scope="row" title={row.message}>
        {row.isCritical && <span title="on the critical path">◆ </span>}
        {row.label}
        {row.count > 1 && ` × ${row.count}`}
      </th>
      <td>{row.state.replace("-", " ")}</td>
      <td class="number">{from === undefined ? "" : seconds(to - from)}</td>
      <td>
        <svg viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
          {from !== undefined && (
            <rect class={row.state} x={(from - begin) * scale} y={1} width={Math.max(1.5, (to - from) * scale)} height={10} />
          )}
        </svg>
      </td>
    </tr>
  );
}

/** Of builds that end within seconds, minutes would all be the same. */
const mark = (time: number, length: number) => (length < 10_000 ? seconds(time) : clockTime(time));

function Axis({ length }: { length: number }) {
  return (
    <span class="axis">
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <span key={share}>{mark(length * share, length)}</span>
      ))}
    </span>
  );
}
