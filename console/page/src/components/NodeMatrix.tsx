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

/** Milliseconds: what took less is one look, of which a time tells nothing. */
const ONE_LOOK = 50;

export function NodeMatrix({ cluster }: { cluster: Cluster }) {
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
                <Cell key={phase.phase} phase={phase} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ phase: { state, startedAt, endedAt } }: { phase: PhaseTimes }) {
  const length = (at(endedAt) ?? 0) - (at(startedAt) ?? 0);
  return (
    <td class={state}>
      <span aria-hidden="true">{SYMBOL[state]}</span> <span class="hidden">{state}</span>{" "}
      {state === "done" && length >= ONE_LOOK && seconds(length)}
    </td>
  );
}
