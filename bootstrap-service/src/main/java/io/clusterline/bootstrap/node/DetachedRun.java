package io.clusterline.bootstrap.node;

import io.clusterline.bootstrap.ssh.RemoteCommand;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A long command that runs under a name on the node and outlives the connection that started it.
 * Any later caller, another worker too, finds it running or ended. One run per name at a time: it
 * holds a lock on the node while it lives, so neither a second start nor a reused process id can
 * mislead a caller.
 */
public final class DetachedRun {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Node node;
  private final String name;

  DetachedRun(Node node, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a run");
    }
    this.node = node;
    this.name = name;
  }

  /**
   * Starts the script, or joins it if a run of this name is under way, and waits for its end.
   *
   * @param limit after which the node ends it
   * @throws ClusterlineException {@code OUTCOME_UNKNOWN} when it vanished, as by a reboot; {@code
   *     DISK_FULL} when it failed for that
   */
  public RunResult runToEnd(NodeScript script, Duration limit, Consumer<String> progress) {
    start(script, limit);
    return switch (await(limit, progress)) {
      case RunState.Ended(RunResult result) -> checked(result);
      case RunState.Vanished(List<String> log) ->
          throw new ClusterlineException(
              ErrorCode.OUTCOME_UNKNOWN,
              node + ": " + name + " ended without leaving a status, as after a reboot",
              log,
              null);
      case RunState.Absent _, RunState.Running _ ->
          throw new IllegalStateException(name + " was started and left no trace");
    };
  }

  private RunResult checked(RunResult result) {
    if (!result.succeeded()) {
      FullDisk.check(node, name, result.logTail());
    }
    return result;
  }

  /** Starts the script unless a run of this name is under way. Safe to do twice. */
  public void start(NodeScript script, Duration limit) {
    byte[] body = script.text().getBytes(StandardCharsets.UTF_8);
    String starter =
        NodeScript.of("start-run.sh")
            .with("RUN", name)
            .with("LIMIT", limit.toSeconds())
            .with("SIZE", body.length)
            .text();
    node.runRepeatable(new RemoteCommand("start " + name, starter, body, LIMIT));
  }

  /** Waits for the end of a run that another worker may have started, however it ends. */
  public void awaitEnd(Duration limit, Consumer<String> progress) {
    await(limit, progress);
  }

  private RunState await(Duration limit, Consumer<String> progress) {
    OutageTolerance outage = new OutageTolerance();
    return Wait.until(name + " ends on " + node)
        .within(limit.plus(LIMIT))
        .atMostEvery(Duration.ofMillis(100)) // looking blocks on the node
        .reporting(progress)
        .poll(() -> pollState(outage));
  }

  /** Blocks on the node until the run ends or a few seconds have passed. */
  private Wait.Seen<RunState> pollState(OutageTolerance outage) {
    try {
      RunState state = RunState.parse(node.query("wait for " + name, awaitScript()));
      outage.reset();
      return state instanceof RunState.Running(String lastLine)
          ? Wait.Seen.notYet(lastLine)
          : Wait.Seen.yes(state);
    } catch (ClusterlineException e) {
      outage.recordOrThrow(e);
      return Wait.Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private NodeScript awaitScript() {
    return NodeScript.of("await-run.sh")
        .with("RUN", name)
        .with("SECONDS_AT_MOST", LOOK.toSeconds());
  }
}
