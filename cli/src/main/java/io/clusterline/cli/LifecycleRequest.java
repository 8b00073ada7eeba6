package io.clusterline.cli;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Publishes one request for a cluster and, where requested, waits for its result. */
final class LifecycleRequest {

  private final Requests requests;
  private final OutputOption output;
  private final WaitOption wait;
  private final PrintWriter out;
  private final PrintWriter err;

  LifecycleRequest(
      Requests requests, OutputOption output, WaitOption wait, PrintWriter out, PrintWriter err) {
    this.requests = requests;
    this.output = output;
    this.wait = wait;
    this.out = out;
    this.err = err;
  }

  int send(String cluster, ClusterEvent data, Subject subject, Function<String, Goal> goal)
      throws IOException {
    return send(cluster, data, subject, goal, refusal -> Optional.empty());
  }

  /**
   * Publishes the request. The journal is opened before, so that no answer is missed.
   *
   * @param goal of the wait, by the id of the request
   * @param asSuccess text for a refusal that means that there is nothing to do
   * @return the exit code
   */
  int send(
      String cluster,
      ClusterEvent data,
      Subject subject,
      Function<String, Goal> goal,
      Function<Refusal, Optional<String>> asSuccess)
      throws IOException {
    Event<?> request = requests.event(cluster, data);
    Optional<JournalReader> journal = wait.waits() ? openJournal() : Optional.empty();
    if (journal.isEmpty()) {
      requests.publish(request);
      return requested(request);
    }
    try (JournalReader open = journal.get();
        Interruption interruption = Interruption.listen()) {
      requests.publish(request);
      Waiting.Result result =
          new Waiting(output, out, err, wait.timeout())
              .follow(
                  Past.unseen(JournalExcerpt.open(requests.uri()).projection()),
                  open,
                  ClusterView.of(cluster),
                  goal.apply(request.id()),
                  interruption);
      return new WaitPrinter(output, out, err).print(result, subject, request.id(), asSuccess);
    }
  }

  /** Null when this broker user may not read the journal and waiting was not requested. */
  private Optional<JournalReader> openJournal() throws IOException {
    try {
      return Optional.of(JournalReader.open(requests.uri(), "next"));
    } catch (IOException e) {
      String why = JournalAccess.reason(e).orElseThrow(() -> e);
      if (wait.isRequested()) {
        throw new CliException(
            ExitCode.UNAVAILABLE,
            "cannot wait: " + why + "; nothing was published",
            "Use --no-wait, or give the broker user read permission on the journal.");
      }
      err.println("Not waiting: " + why + ".");
      return Optional.empty();
    }
  }

  private int requested(Event<?> request) {
    if (output.isJson()) {
      OutputOption.print(out, Map.of("cluster", request.subject(), "request", request.id()));
    } else {
      out.println("Requested. Watch it: ./clusterline watch " + request.subject());
      out.flush();
    }
    return ExitCode.DONE;
  }
}
