package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The API server refused a call, or did not answer it. */
public final class KubernetesException extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  /** The value of {@link #status()} when there was no answer. */
  public static final int NO_ANSWER = 0;

  private final int status;
  private final String reason;

  KubernetesException(ErrorCode code, int status, String reason, String message) {
    this(code, status, reason, message, null);
  }

  KubernetesException(
      ErrorCode code, int status, String reason, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.status = status;
    this.reason = reason;
  }

  /** The HTTP status, or {@link #NO_ANSWER}. */
  public int status() {
    return status;
  }

  /** The machine-readable reason of the API server, such as {@code Invalid}; empty if none. */
  public String reason() {
    return reason;
  }

  /** Whether the object was changed meanwhile: read it again. */
  public boolean isConflict() {
    return status == 409;
  }

  public boolean isUnreachable() {
    return code() == ErrorCode.KUBERNETES_UNREACHABLE || code() == ErrorCode.WEBHOOK_UNAVAILABLE;
  }
}
