package io.clusterline.gitops.helm;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
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

  static StageException of(HelmRequest request, String said) {
    String text = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    return new StageException(code(said), "helm " + request + ": " + text);
  }

  private static ErrorCode code(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    return UNREACHABLE.stream().anyMatch(text::contains)
        ? ErrorCode.KUBERNETES_UNREACHABLE
        : ErrorCode.KUBERNETES_REJECTED;
  }
}
