package io.clusterline.gitops.helm;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.List;
import java.util.Locale;

/** Gives Helm's plain texts an error code. */
final class HelmFailures {

  private static final int LONGEST = 1500;

  private static final List<String> UNREACHABLE =
      List.of(
          "connection refused",
          "connection reset",
          "i/o timeout",
          "no route to host",
          "unreachable",
          "unexpected eof",
          "tls handshake timeout",
          "etcdserver:",
          "too many requests",
          "context deadline exceeded");

  private HelmFailures() {}

  static ClusterlineException of(HelmRequest request, String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    return new ClusterlineException(code(message), "helm " + request + ": " + text);
  }

  /** A webhook first: its message may sound as if the cluster did not answer. */
  private static ErrorCode code(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("failed calling webhook")) {
      return ErrorCode.WEBHOOK_UNAVAILABLE;
    }
    return UNREACHABLE.stream().anyMatch(text::contains)
        ? ErrorCode.KUBERNETES_UNREACHABLE
        : ErrorCode.KUBERNETES_REJECTED;
  }
}
