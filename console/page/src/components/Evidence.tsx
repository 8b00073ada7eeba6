import type { Cluster } from "../model.ts";

/** What was checked, and whether the check was executed, simulated or skipped. */
export function Evidence({ cluster, isPast }: { cluster: Cluster; isPast: boolean }) {
  if (cluster.evidence.length === 0) {
    return null;
  }
  return (
    <section class="scroll" tabIndex={0} aria-label="Evidence">
      <table class="evidence">
        <caption>Evidence{isPast && " (as of now)"}</caption>
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
              <th scope="row">{each.check}</th>
              <td>
                <span class={`badge ${each.how}`}>{each.how}</span>
              </td>
              <td>{each.result}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
