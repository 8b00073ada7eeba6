package io.clusterline.bootstrap.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.resilience.Bulkhead;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One authenticated connection to one machine; many commands, one after another or at once. */
public final class SshConnection implements AutoCloseable {

  private static final Duration CHANNEL_PATIENCE = Duration.ofMinutes(5);
  private static final int NO_EXIT_STATUS = -1;
  private static final Duration STATUS_AFTER_OUTPUT = Duration.ofSeconds(5);

  private final SshTarget target;
  private final Session session;
  private final SshSettings settings;
  private final String rootPrefix;
  private final Bulkhead channels;
  private final SshCalls.Share share;

  SshConnection(
      SshTarget target,
      Session session,
      SshSettings settings,
      String rootPrefix,
      SshCalls.Share share) {
    this.target = target;
    this.session = session;
    this.settings = settings;
    this.rootPrefix = rootPrefix;
    this.channels =
        Bulkhead.unmeasured("ssh channels of " + target, settings.channels(), CHANNEL_PATIENCE);
    this.share = share;
  }

  boolean serves(SshTarget wanted) {
    return target.equals(wanted) && session.isConnected();
  }

  /**
   * Runs a command to its end, whatever its exit status.
   *
   * @throws ClusterlineException {@code NODE_UNREACHABLE}: it was not started; {@code
   *     OUTCOME_UNKNOWN}: it was, and the connection ended first; {@code DEADLINE_EXCEEDED}: the
   *     machine ended it
   */
  public CommandResult run(RemoteCommand command) {
    return channels.run(() -> share.run(() -> runOn(openChannel(command), command)));
  }

  private ChannelExec openChannel(RemoteCommand command) {
    try {
      Channel channel = session.openChannel("exec");
      if (channel instanceof ChannelExec exec) {
        return exec;
      }
      throw new JSchException("the connection ended meanwhile"); // the library returns null then
    } catch (JSchException e) {
      throw SshErrors.notStarted(target, command, e);
    }
  }

  private CommandResult runOn(ChannelExec channel, RemoteCommand command) {
    CapturedOutput output = new CapturedOutput();
    CapturedOutput errors = new CapturedOutput();
    channel.setCommand(command.line(rootPrefix));
    channel.setInputStream(new ByteArrayInputStream(command.input()));
    channel.setOutputStream(output);
    channel.setErrStream(errors);
    try {
      start(channel, command);
      awaitEnd(channel, output, command);
      return result(channel.getExitStatus(), output, errors, command);
    } catch (InterruptedException e) {
      throw SshErrors.cancelled(target, "waiting for the end of: " + command);
    } finally {
      channel.disconnect();
    }
  }

  private void start(ChannelExec channel, RemoteCommand command) {
    try {
      channel.connect(Math.toIntExact(settings.connectTimeout().toMillis()));
    } catch (JSchException e) {
      boolean opened = channel.isConnected();
      throw opened
          ? SshErrors.unknownOutcome(target, command, "the request was not confirmed", e)
          : SshErrors.notStarted(target, command, e);
    }
  }

  private void awaitEnd(ChannelExec channel, CapturedOutput output, RemoteCommand command)
      throws InterruptedException {
    if (!output.awaitClose(command.answerLimit().toNanos())) {
      throw SshErrors.unknownOutcome(
          target, command, "no end after " + command.answerLimit().toSeconds() + " s", null);
    }
    // The exit status may come after the end of the output, in a message of its own.
    long until = System.nanoTime() + STATUS_AFTER_OUTPUT.toNanos();
    while (!channel.isClosed() && session.isConnected() && System.nanoTime() < until) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private CommandResult result(
      int status, CapturedOutput output, CapturedOutput errors, RemoteCommand command) {
    if (status == NO_EXIT_STATUS) {
      throw SshErrors.unknownOutcome(target, command, "no exit status", null);
    }
    Optional<String> printed = RemoteCommand.outputIn(output.text());
    CommandResult result = new CommandResult(status, printed.orElse(""), errors.text());
    if (status == RemoteCommand.TIMED_OUT) {
      throw SshErrors.timedOut(target, command, result);
    }
    if (printed.isEmpty() && result.succeeded()) {
      throw SshErrors.shellEnded(target, command);
    }
    return result;
  }

  @Override
  public void close() {
    session.disconnect();
  }
}
