package io.clusterline.bootstrap.node;

import io.clusterline.bootstrap.ssh.CommandResult;
import io.clusterline.bootstrap.ssh.RemoteCommand;
import io.clusterline.bootstrap.ssh.SshFleet;
import io.clusterline.bootstrap.ssh.SshTarget;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A machine to work on, as root. */
public final class Node {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SshFleet fleet;
  private final SshTarget target;

  public Node(SshFleet fleet, SshTarget target) {
    this.fleet = fleet;
    this.target = target;
  }

  public String name() {
    return target.node();
  }

  /**
   * Runs a read-only script, so that a lost connection is simply retried.
   *
   * @return the script's output
   * @throws ClusterlineException {@code REMOTE_COMMAND_FAILED} unless it exits with 0
   */
  public String query(String title, NodeScript script) {
    return checked(title, queryStatus(title, script, LIMIT)).output();
  }

  /** As {@link #query}, for a script whose exit status is an answer. */
  public CommandResult queryStatus(String title, NodeScript script, Duration limit) {
    RemoteCommand command = new RemoteCommand(title, script.text(), limit);
    return fleet.runRepeatable(target, command);
  }

  /**
   * Runs a short script that changes the node; a longer one is a {@link DetachedRun}.
   *
   * @throws ClusterlineException {@code OUTCOME_UNKNOWN} when the connection ended first
   */
  public String run(String title, NodeScript script) {
    RemoteCommand command = new RemoteCommand(title, script.text(), LIMIT);
    return checked(title, fleet.run(target, command)).output();
  }

  /** Runs a command that may run twice. */
  String runRepeatable(RemoteCommand command) {
    return checked(command.title(), fleet.runRepeatable(target, command)).output();
  }

  /** Writes a file that only root may read, atomically. */
  public void write(String path, Secret content) {
    byte[] bytes = content.reveal().getBytes(StandardCharsets.UTF_8);
    String script =
        NodeScript.of("write-file.sh").with("FILE", path).with("SIZE", bytes.length).text();
    runRepeatable(new RemoteCommand("write " + path, script, bytes, LIMIT));
  }

  /** A long command under that name. */
  public DetachedRun detached(String name) {
    return new DetachedRun(this, name);
  }

  private CommandResult checked(String title, CommandResult result) {
    if (!result.succeeded()) {
      FullDisk.check(this, title, result.errorTail());
      throw new ClusterlineException(
          ErrorCode.REMOTE_COMMAND_FAILED,
          "%s: could not %s: %s".formatted(target, title, result),
          Redaction.of(result.errorTail()),
          null);
    }
    return result;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
