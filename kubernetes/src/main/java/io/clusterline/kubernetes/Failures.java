package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Status;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns what the library throws into a typed error that names the call. */
final class Failures {

  private Failures() {}

  static ClusterlineException of(String call, ApiException e) {
    if (e.getCause() instanceof IOException unanswered) {
      return unanswered(call, unanswered);
    }
    String body = Objects.requireNonNullElse(e.getResponseBody(), "");
    JsonNode status = // StatusAnswers has made it one
        body.isEmpty() ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(body);
    return refused(
        call,
        e.getCode(),
        status.path("reason").asString(""),
        status.path("message").asString(String.valueOf(e.getMessage())));
  }

  /** The library wraps what breaks off an answer in exceptions of several kinds. */
  static RuntimeException of(String call, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClusterlineException ours) {
        return ours;
      }
      if (cause instanceof IOException unanswered) {
        return unanswered(call, unanswered);
      }
      if (cause instanceof ApiException refused && cause != e) {
        return of(call, refused);
      }
    }
    return e;
  }

  static KubernetesException refused(String call, int code, @Nullable V1Status status) {
    return status == null
        ? refused(call, code, "", "")
        : refused(
            call,
            code,
            Objects.requireNonNullElse(status.getReason(), ""),
            Objects.requireNonNullElse(status.getMessage(), ""));
  }

  private static KubernetesException refused(
      String call, int status, String reason, String message) {
    return new KubernetesException(
        code(status), status, reason, call + " was answered with " + status + ": " + message);
  }

  private static KubernetesException unanswered(String call, IOException e) {
    boolean stopped = Thread.currentThread().isInterrupted();
    return new KubernetesException(
        stopped ? ErrorCode.CANCELLED : ErrorCode.KUBERNETES_UNREACHABLE,
        KubernetesException.NO_ANSWER,
        "",
        stopped ? "stopped during " + call : "no answer to " + call + ": " + said(e),
        e);
  }

  /** What an overloaded, starting or stopping API server says is worth another try. */
  private static ErrorCode code(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> ErrorCode.KUBERNETES_UNREACHABLE;
      default -> ErrorCode.KUBERNETES_REJECTED;
    };
  }

  private static String said(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
