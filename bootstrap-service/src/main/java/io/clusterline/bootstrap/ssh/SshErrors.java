package io.clusterline.bootstrap.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates the SSH library's failures into error codes. */
final class SshErrors {

  private SshErrors() {}

  static ClusterlineException connecting(
      SshTarget target, SshIdentity identity, PinnedHostKey hostKey, JSchException e) {
    if (isInterrupt(e)) {
      return cancelled(target, "connecting");
    }
    if (e instanceof JSchHostKeyException) {
      return new ClusterlineException(
          ErrorCode.HOST_KEY_CHANGED,
          "%s shows the host key %s instead of %s"
              .formatted(target, hostKey.presentedFingerprint(), target.pin().fingerprint()),
          e);
    }
    if (messageOf(e).startsWith("Auth")) {
      return new ClusterlineException(
          ErrorCode.SSH_AUTHENTICATION_FAILED,
          "%s refuses user %s with the key of secret %s"
              .formatted(target, identity.user(), identity.keyName()),
          e);
    }
    return new ClusterlineException(
        ErrorCode.NODE_UNREACHABLE, target + " does not answer by SSH: " + messageOf(e), e);
  }

  /** The command was not run. */
  static ClusterlineException notStarted(SshTarget target, RemoteCommand command, Exception e) {
    return new ClusterlineException(
        ErrorCode.NODE_UNREACHABLE,
        "%s: could not start to %s: %s".formatted(target, command, messageOf(e)),
        e);
  }

  /** The command may have run, wholly or in part or not at all. */
  static ClusterlineException unknownOutcome(
      SshTarget target, RemoteCommand command, String why, @Nullable Throwable cause) {
    return new ClusterlineException(
        ErrorCode.OUTCOME_UNKNOWN,
        "%s: it is not known how the command to %s ended: %s".formatted(target, command, why),
        cause);
  }

  static ClusterlineException timedOut(
      SshTarget target, RemoteCommand command, CommandResult result) {
    return new ClusterlineException(
        ErrorCode.DEADLINE_EXCEEDED,
        "%s: the command to %s did not end within %d s"
            .formatted(target, command, command.limit().toSeconds()),
        result.errorTail(),
        null);
  }

  static ClusterlineException shellEnded(SshTarget target, RemoteCommand command) {
    return new ClusterlineException(
        ErrorCode.REMOTE_COMMAND_FAILED,
        "%s: the login shell ended before the command to %s began; see its start files (~/.bashrc)"
            .formatted(target, command));
  }

  static ClusterlineException cancelled(SshTarget target, String what) {
    Thread.currentThread().interrupt();
    return new ClusterlineException(ErrorCode.CANCELLED, target + ": stopped while " + what);
  }

  private static boolean isInterrupt(Throwable failure) {
    return Thread.currentThread().isInterrupted()
        || Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .anyMatch(SshErrors::isInterruption);
  }

  private static boolean isInterruption(Throwable cause) {
    return cause instanceof InterruptedException
        || cause instanceof ClosedByInterruptException
        || (cause instanceof InterruptedIOException
            && !(cause instanceof java.net.SocketTimeoutException));
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
