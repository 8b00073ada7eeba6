package io.clusterline.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code, fit to be shown to a person and to be put into an event. Never holds a
 * secret.
 */
public class ClusterlineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<String> logTail;

  public ClusterlineException(ErrorCode code, String message) {
    this(code, message, List.of(), null);
  }

  public ClusterlineException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, List.of(), cause);
  }

  /**
   * @param logTail the last lines of the failed command's log, oldest first
   */
  public ClusterlineException(
      ErrorCode code, String message, List<String> logTail, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.logTail = List.copyOf(logTail);
  }

  public ErrorCode code() {
    return code;
  }

  public List<String> logTail() {
    return logTail;
  }

  /** The failure as it is, or {@link ErrorCode#UNEXPECTED} around anything that has no code. */
  public static ClusterlineException of(Throwable failure) {
    if (failure instanceof ClusterlineException known) {
      return known;
    }
    return new ClusterlineException(
        ErrorCode.UNEXPECTED,
        failure.getClass().getSimpleName() + ": " + failure.getMessage(),
        failure);
  }
}
