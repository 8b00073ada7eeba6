package io.clusterline.bootstrap.node;

import io.clusterline.bootstrap.ssh.RemoteCommand;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.stage.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A long command that runs under a name on the node, apart from the connection that started it.
 * Whoever comes later, another worker too, finds it running or ended. One run per name at a time:
 * it holds a lock on the node while it lives, so neither a second start nor a reused process id can
 * mislead anybody.
 */
public final class DetachedRun {

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Node node;
  private final String name;

  DetachedRun(Node node, String name) {
    this.node = node;
    this.name = name;
  }

  /**
   * Starts the script, or joins it if a run of this name is under way, and waits for its end.
   *
   * @param limit after which the node ends it
   */
  public RunResult toEnd(String script, Duration limit, Consumer<String> progress) {
    start(script, limit);
    return await(limit, progress)
        .orElseThrow(() -> new IllegalStateException(name + " was started and left no trace"));
  }

  /** Starts the script unless a run of this name is under way. Safe to do twice. */
  public void start(String script, Duration limit) {
    byte[] body = script.getBytes(StandardCharsets.UTF_8);
    String starter =
        NodeScript.of("start-run.sh")
            .with("RUN", name)
            .with("LIMIT", limit.toSeconds())
            .with("SIZE", body.length)
            .text();
    RemoteCommand command = new RemoteCommand("start " + name, starter, body, LIMIT);
    SshRetry.startingTwiceDoesNoHarm(() -> node.run(command));
  }

  /**
   * Waits for the end of a run that may be under way.
   *
   * @return empty when there was none
   * @throws StageException {@code OUTCOME_UNKNOWN} when it vanished, as by a reboot
   */
  public Optional<RunResult> await(Duration limit, Consumer<String> progress) {
    return Wait.until(name + " ends on " + node)
        .within(limit.plus(LIMIT))
        .atMostEvery(Duration.ofMillis(100)) // looking blocks on the node
        .reporting(progress)
        .poll(this::look);
  }

  /** Blocks on the node until the run ends or a few seconds have passed. */
  private Wait.Seen<Optional<RunResult>> look() {
    String script =
        NodeScript.of("await-run.sh")
            .with("RUN", name)
            .with("SECONDS_AT_MOST", LOOK.toSeconds())
            .text();
    List<String> lines =
        node.ask("wait for " + name, script, LIMIT).output().lines().map(Redaction::of).toList();
    String state = lines.isEmpty() ? "no answer" : lines.getFirst();
    List<String> log = lines.subList(Math.min(1, lines.size()), lines.size());
    if (state.startsWith("ended ")) {
      int status = Integer.parseInt(state.substring("ended ".length()).strip());
      return Wait.Seen.yes(Optional.of(new RunResult(status, log)));
    }
    return switch (state) {
      case "absent" -> Wait.Seen.yes(Optional.empty());
      case "running" -> Wait.Seen.notYet(log.isEmpty() ? "no output so far" : log.getLast());
      case "died" -> throw vanished(log);
      default -> Wait.Seen.notYet("'" + state + "'");
    };
  }

  private StageException vanished(List<String> log) {
    return new StageException(
        ErrorCode.OUTCOME_UNKNOWN,
        node + ": " + name + " ended without leaving a status, as after a reboot",
        log,
        null);
  }
}
