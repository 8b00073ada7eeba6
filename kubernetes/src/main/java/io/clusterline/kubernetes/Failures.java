package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Status;
import java.io.IOException;
import java.util.Objects;

/** Turns exceptions of the library into a typed error that names the call. */
final class Failures {

  /** The API server's own message, also inside Helm's. */
  private static final String WEBHOOK = "failed calling webhook";

  /** Server-side apply answers a field that the kind does not have with 500, not with 4xx. */
  private static final String NOT_OF_THE_KIND = "failed to create typed patch object";

  private Failures() {}

  /** The library wraps a broken connection in exceptions of several kinds. */
  static RuntimeException of(String call, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClusterlineException ours) {
        return ours;
      }
      if (cause instanceof IOException unanswered) {
        return noAnswer(call, unanswered);
      }
    }
    return e instanceof ApiException refused
        ? refused(call, refused.getCode(), status(refused))
        : new IllegalStateException("the answer to " + call + " is not what it should be", e);
  }

  /** {@link StatusAnswers} has converted it. */
  private static V1Status status(ApiException refused) {
    String body = refused.getResponseBody();
    return body == null
        ? new V1Status().message(refused.getMessage())
        : JSON.deserialize(body, V1Status.class);
  }

  static KubernetesException refused(String call, int code, V1Status status) {
    return new KubernetesException(
        code(code, Objects.requireNonNullElse(status.getMessage(), "")),
        code,
        Objects.requireNonNullElse(status.getReason(), ""),
        call + " was answered with " + code + ": " + status.getMessage());
  }

  private static KubernetesException noAnswer(String call, IOException e) {
    boolean stopped = Thread.currentThread().isInterrupted();
    return new KubernetesException(
        stopped ? ErrorCode.CANCELLED : ErrorCode.KUBERNETES_UNREACHABLE,
        KubernetesException.NO_ANSWER,
        "",
        stopped ? "stopped during " + call : "no answer to " + call + ": " + messageOf(e),
        e);
  }

  /**
   * Answers of an overloaded, starting or stopping API server are worth another try; so is a
   * webhook whose pods have not started yet.
   */
  private static ErrorCode code(int status, String message) {
    if (message.contains(WEBHOOK)) {
      return ErrorCode.WEBHOOK_UNAVAILABLE;
    }
    if (message.contains(NOT_OF_THE_KIND)) {
      return ErrorCode.KUBERNETES_REJECTED;
    }
    return switch (status) {
      case 429, 500, 502, 503, 504 -> ErrorCode.KUBERNETES_UNREACHABLE;
      default -> ErrorCode.KUBERNETES_REJECTED;
    };
  }

  private static String messageOf(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
