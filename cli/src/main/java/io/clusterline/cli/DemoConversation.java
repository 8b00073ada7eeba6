package io.clusterline.cli;

import io.clusterline.cli.demo.SandboxProcess;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Requests to the pipeline of a demo, each watched until its end. */
final class DemoConversation {

  private final SandboxProcess sandbox;
  private final LocalPipeline line;
  private final StatusMessages notes;
  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final BooleanSupplier ending;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param ending whether the demo is being taken down
   */
  DemoConversation(
      SandboxProcess sandbox,
      LocalPipeline line,
      StatusMessages notes,
      OutputOption output,
      PrintWriter out,
      PrintWriter err,
      BooleanSupplier ending) {
    this.sandbox = sandbox;
    this.line = line;
    this.notes = notes;
    this.output = output;
    this.out = out;
    this.err = err;
    this.ending = ending;
  }

  /**
   * Publishes a request, and returns when its goal is reached or a signal came.
   *
   * @param goal by the id of the request
   * @param extended what the screen does besides
   */
  Waiting.Result send(
      String cluster,
      ClusterEvent data,
      Function<String, Goal> goal,
      UnaryOperator<Screen> extended)
      throws IOException {
    String uri = line.broker().addresses();
    try (Requests requests = new Requests(uri, clock);
        JournalReader journal = JournalReader.open(uri, "next");
        Interruption interruption = Interruption.listen();
        Screen screen = extended.apply(Screens.choose(output, out, err))) {
      notes.showOn(screen);
      Event<?> request = requests.event(cluster, data);
      requests.publish(request);
      ClusterView view =
          new Watcher(Past.none(), journal, screen, clock)
              .follow(
                  ClusterView.of(cluster),
                  goal.apply(request.id()),
                  () -> !interruption.isInterrupted() && isAlive());
      notes.showOn(Screen.NONE);
      Waiting.End end =
          interruption.isInterrupted() ? Waiting.End.INTERRUPTED : Waiting.End.REACHED;
      return new Waiting.Result(view, end, interruption.exitCode());
    }
  }

  /** Without a service or the sandbox the goal would never be reached. */
  private boolean isAlive() {
    if (ending.getAsBoolean()) {
      return false;
    }
    if (!sandbox.isAlive()) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED, "the sandbox ended while it was in use", sandbox.logTail(), null);
    }
    line.failIfDead();
    return true;
  }
}
