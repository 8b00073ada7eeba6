import type { Cluster, PhaseTimes, StateName } from "../model.ts";
import { at, seconds } from "../time.ts";

const SYMBOL: Record<StateName, string> = {
  "not-begun": "·",
  running: "▸",
  waiting: "◷",
  done: "✓",
  failed: "✗",
  removed: "−",
};

export function NodeMatrix({ cluster, time }: { cluster: Cluster; time: number }) {
  const first = cluster.nodes[0];
  if (first === undefined) {
    return null;
  }
  return (
    <section class="scroll" tabIndex={0} aria-label="Nodes by phase">
      <table class="matrix">
        <caption>Nodes by phase</caption>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Type</th>
            {first.phases.map((phase) => (
              <th scope="col" key={phase.phase}>
                {phase.phase}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cluster.nodes.map((node) => (
            <tr key={node.name}>
              <th scope="row">{node.name}</th>
              <td>{node.type}</td>
              {node.phases.map((phase) => (
                <Cell key={phase.phase} phase={phase} time={time} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ phase, time }: { phase: PhaseTimes; time: number }) {
  const state = stateAt(phase, time);
  const begin = at(phase.startedAt);
  const end = at(phase.endedAt);
  const took = state === "done" && begin !== undefined && end !== undefined ? seconds(end - begin) : "";
  return (
    <td class={state}>
      <span aria-hidden="true">{SYMBOL[state]}</span> <span class="hidden">{state}</span> {took}
    </td>
  );
}

function stateAt(phase: PhaseTimes, time: number): StateName {
  const begin = at(phase.startedAt);
  const end = at(phase.endedAt);
  if (begin === undefined || begin > time) {
    return "not-begun";
  }
  return end !== undefined && end > time ? "running" : phase.state;
}
