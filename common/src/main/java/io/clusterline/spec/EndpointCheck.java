package io.clusterline.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Stream;

/** Checks that URLs have a host, a valid port, and no credentials. */
final class EndpointCheck implements Check {

  private static final int LAST_PORT = 65_535;

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    Stream.of(
            spec.get("mirrors").get("charts"),
            spec.get("mirrors").get("manifests"),
            spec.get("gitops").get("repository"))
        .forEach(field ->
            field
                .text()
                .filter(text -> !RepositoryCheck.isSsh(text)) // no form that java.net.URI knows
                .ifPresent(text -> examineUrl(field, text, findings)));
  }

  private static void examineUrl(Field field, String text, Findings findings) {
    if (!isUsable(text)) {
      findings.add(
          field,
          "not a URL that can be reached",
          "write something like " + TextFormat.URL.example());
    }
  }

  private static boolean isUsable(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null && uri.getPort() <= LAST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
