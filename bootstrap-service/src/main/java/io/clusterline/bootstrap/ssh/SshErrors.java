package io.clusterline.bootstrap.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SSH library's failures in the line's own terms. */
final class SshErrors {

  private SshErrors() {}

  static StageException connecting(
      SshTarget target, SshIdentity identity, PinnedHostKey hostKey, JSchException e) {
    if (isInterrupt(e)) {
      return cancelled(target, "connecting");
    }
    if (e instanceof JSchHostKeyException) {
      return new StageException(
          ErrorCode.HOST_KEY_CHANGED,
          "%s shows the host key %s instead of %s"
              .formatted(target, hostKey.shown(), target.pin().fingerprint()),
          e);
    }
    if (messageOf(e).startsWith("Auth")) {
      return new StageException(
          ErrorCode.SSH_AUTHENTICATION_FAILED,
          "%s refuses user %s with the key of secret %s"
              .formatted(target, identity.user(), identity.keyName()),
          e);
    }
    return new StageException(
        ErrorCode.NODE_UNREACHABLE, target + " does not answer by SSH: " + messageOf(e), e);
  }

  /** Nothing was run. */
  static StageException notStarted(SshTarget target, RemoteCommand command, Exception e) {
    return new StageException(
        ErrorCode.NODE_UNREACHABLE,
        "%s: could not start to %s: %s".formatted(target, command, messageOf(e)),
        e);
  }

  /** It may have run, wholly or in part or not at all. */
  static StageException unknown(
      SshTarget target, RemoteCommand command, String why, @Nullable Throwable cause) {
    return new StageException(
        ErrorCode.OUTCOME_UNKNOWN,
        "%s: it is not known how the command to %s ended: %s".formatted(target, command, why),
        cause);
  }

  static StageException timedOut(SshTarget target, RemoteCommand command, CommandResult result) {
    return new StageException(
        ErrorCode.DEADLINE_EXCEEDED,
        "%s: the command to %s did not end within %d s"
            .formatted(target, command, command.limit().toSeconds()),
        result.errorTail(),
        null);
  }

  static StageException cancelled(SshTarget target, String what) {
    Thread.currentThread().interrupt();
    return new StageException(ErrorCode.CANCELLED, target + ": stopped while " + what);
  }

  private static boolean isInterrupt(Throwable failure) {
    return Thread.currentThread().isInterrupted()
        || Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .anyMatch(SshErrors::saysInterrupted);
  }

  private static boolean saysInterrupted(Throwable cause) {
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
