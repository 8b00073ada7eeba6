package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import io.clusterline.cli.view.RemovalView;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.messaging.JournalReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A wish that is no specification: that a cluster go, or that its build stop. */
final class LifecycleRequest {

  private final String uri;
  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock = Clock.systemUTC();

  LifecycleRequest(String uri, OutputOption output, PrintWriter out, PrintWriter err) {
    this.uri = uri;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  static String uid(ClusterView cluster, @Nullable String given) {
    String uid = given == null ? cluster.uid() : given;
    if (uid == null) {
      throw unknown(cluster, "its uid");
    }
    return uid;
  }

  static ClusterLocation place(ClusterView cluster) {
    ClusterLocation place = cluster.place();
    if (place == null) {
      throw unknown(cluster, "where it stands");
    }
    return place;
  }

  /** The journal forgets after 30 days; the line's own records do not. */
  private static CliException unknown(ClusterView cluster, String what) {
    return new CliException(
        ExitCode.USAGE,
        "the journal does not tell of '" + cluster.build().cluster() + "' " + what,
        "Apply its specification again, or publish the request yourself: docs/publishing.md.");
  }

  /** The journal is opened before the request is made, so that nothing of it is missed. */
  int ask(String cluster, ClusterEvent data, boolean wait) throws IOException {
    Event<ClusterEvent> request =
        new Event<>(
            Ids.timeOrdered(clock),
            "/clusterline/cli",
            cluster,
            clock.instant(),
            null,
            null,
            null,
            null,
            null,
            data);
    try (Requests requests = new Requests(uri, clock);
        JournalReader journal = JournalReader.open(uri, "next")) {
      requests.publish(request);
      return wait ? follow(journal, request) : told(request);
    }
  }

  private int follow(JournalReader journal, Event<?> request) throws IOException {
    try (Screen screen = Screens.choose(output, out, err)) {
      RemovalView removal =
          new Watcher(journal, Watcher.NO_HISTORY, screen, clock)
              .follow(
                  RemovalView.of(request.subject()), new RequestFilter(request.id()), () -> true);
      screen.close();
      return RemovalPrinter.print(removal, output, out);
    }
  }

  private int told(Event<?> request) {
    if (output.isJson()) {
      OutputOption.print(out, Map.of("cluster", request.subject(), "request", request.id()));
    } else {
      out.println("requested. Watch it: ./clusterline watch " + request.subject());
      out.flush();
    }
    return ExitCode.DONE;
  }
}
