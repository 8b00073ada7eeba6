import type { Cluster } from "../model.ts";
import { visible } from "../text.ts";

/** What was checked, and whether the check was executed, simulated or skipped. */
export function Evidence({ cluster }: { cluster: Cluster }) {
  if (cluster.evidence.length === 0) {
    return null;
  }
  return (
    <section class="scroll" tabIndex={0} aria-label="Evidence">
      <table class="evidence">
        <caption>Evidence</caption>
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">How</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {cluster.evidence.map((each) => (
            <tr key={each.check}>
              <th scope="row">{visible(each.check)}</th>
              <td>
                <span class={`badge ${each.how}`}>{each.how}</span>
              </td>
              <td>{visible(each.result)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
