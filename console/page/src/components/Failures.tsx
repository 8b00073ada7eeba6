import type { Cluster, Failure } from "../model.ts";
import { Command } from "./Command.tsx";

export function Failures({ cluster }: { cluster: Cluster }) {
  const failed = cluster.stages.filter((stage) => stage.failure !== undefined);
  return (
    <>
      {cluster.refusal !== undefined && (
        <section class="problem" aria-label="Refused request">
          <h3>The last request was refused</h3>
          <p>{cluster.refusal.reason}</p>
          <p class="fix">{cluster.refusal.fix}</p>
        </section>
      )}
      {failed.map((stage) => (
        <section class="problem" key={stage.name} aria-label={`Failure of ${stage.name}`}>
          <h3>
            Stage {stage.name} failed: {stage.failure?.code}
          </h3>
          {stage.failure !== undefined && <Details failure={stage.failure} />}
        </section>
      ))}
    </>
  );
}

function Details({ failure }: { failure: Failure }) {
  return (
    <>
      <p>{failure.message}</p>
      <p class="fix">What to do: {failure.fix}</p>
      {failure.command !== undefined && <Command text={failure.command} />}
      {failure.findings.length > 0 && (
        <ul>
          {failure.findings.map((finding) => (
            <li key={finding.path}>
              <code>{finding.path}</code>: {finding.reason} {finding.fix}
            </li>
          ))}
        </ul>
      )}
      {failure.steps.map((step) => (
        <details key={step.step}>
          <summary>
            <code>{step.step}</code> {step.code}: {step.message}
          </summary>
          {step.logTail.length > 0 && <pre tabIndex={0}>{step.logTail.join("\n")}</pre>}
        </details>
      ))}
    </>
  );
}
