import type { Cluster, Failure } from "../model.ts";
import { signal } from "@preact/signals";
import { visible } from "../text.ts";

const copied = signal("");

export function Failures({ cluster }: { cluster: Cluster }) {
  const failed = cluster.stages.filter((stage) => stage.failure !== undefined);
  return (
    <>
      {cluster.refusal !== undefined && (
        <section class="problem" aria-label="Refused request">
          <h3>The last request was refused</h3>
          <p>{visible(cluster.refusal.reason)}</p>
          <p class="fix">{visible(cluster.refusal.fix)}</p>
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
      <p>{visible(failure.message)}</p>
      <p class="fix">What to do: {visible(failure.fix)}</p>
      {failure.command !== undefined && <Command text={failure.command} />}
      {failure.findings.length > 0 && (
        <ul>
          {failure.findings.map((finding) => (
            <li key={finding.path}>
              <code>{visible(finding.path)}</code>: {visible(finding.reason)} {visible(finding.fix)}
            </li>
          ))}
        </ul>
      )}
      {failure.steps.map((step) => (
        <details key={step.step}>
          <summary>
            <code>{visible(step.step)}</code> {step.code}: {visible(step.message)}
          </summary>
          {step.logTail.length > 0 && <pre tabIndex={0}>{step.logTail.map(visible).join("\n")}</pre>}
        </details>
      ))}
    </>
  );
}

function Command({ text }: { text: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    copied.value = text;
  };
  return (
    <p class="command">
      <code>{visible(text)}</code>{" "}
      <button type="button" onClick={copy}>
        {copied.value === text ? "Copied" : "Copy"}
      </button>
    </p>
  );
}
