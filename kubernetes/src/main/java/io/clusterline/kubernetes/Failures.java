package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.failure.ErrorCode;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns what went wrong with a call into a typed error that names the call. */
final class Failures {

  private static final int LONGEST = 1000;

  private Failures() {}

  static KubernetesException unanswered(String call, IOException e) {
    boolean stopped = Thread.currentThread().isInterrupted();
    return new KubernetesException(
        stopped ? ErrorCode.CANCELLED : ErrorCode.KUBERNETES_UNREACHABLE,
        KubernetesException.NO_ANSWER,
        "",
        stopped ? "stopped during " + call : "no answer to " + call + ": " + said(e),
        e);
  }

  /** The body is a {@code Status} unless something before the API server answered. */
  static KubernetesException refused(String call, int status, String body) {
    JsonNode answer = parse(body);
    String message = answer.path("message").asString(body.strip());
    return new KubernetesException(
        code(status),
        status,
        answer.path("reason").asString(""),
        call + " was answered with " + status + ": " + shortened(message));
  }

  /** What an overloaded, starting or stopping API server says is worth another try. */
  private static ErrorCode code(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> ErrorCode.KUBERNETES_UNREACHABLE;
      default -> ErrorCode.KUBERNETES_REJECTED;
    };
  }

  private static JsonNode parse(String body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException notAStatus) {
      return Json.MAPPER.missingNode();
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String said(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
