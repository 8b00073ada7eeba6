package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A file could not be read. */
public final class DownloadException extends ClusterlineException {

  private static final long serialVersionUID = 1L;
  private static final int NO_ANSWER = 0;
  private static final int NOT_ASKED = -1;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final int status;

  private DownloadException(int status, String message, @Nullable Throwable cause) {
    super(ErrorCode.DOWNLOAD_FAILED, message, cause);
    this.status = status;
  }

  static DownloadException noAnswer(String message, Throwable cause) {
    return new DownloadException(NO_ANSWER, message, cause);
  }

  static DownloadException answered(int status, String message) {
    return new DownloadException(status, message, null);
  }

  /** No request was sent, because the target is not permitted. */
  static DownloadException refused(String message) {
    return new DownloadException(NOT_ASKED, message, null);
  }

  /** The file does not exist. */
  public boolean isMissing() {
    return status == 404;
  }

  boolean isTransient() {
    return isOutage() || status == TOO_MANY;
  }

  boolean isOutage() {
    return status == NO_ANSWER || status >= SERVER_ERROR;
  }
}
