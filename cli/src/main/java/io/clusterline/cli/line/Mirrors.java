package io.clusterline.cli.line;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * URLs of a sandbox's charts and manifests.
 *
 * @param digests SHA-256 of the served files, by the add-on's name or {@code calico}
 */
public record Mirrors(URI charts, URI manifests, Map<String, String> digests) {

  /** A file of an earlier version has no digests. */
  public Mirrors {
    digests = Map.copyOf(Objects.requireNonNullElse(digests, Map.of()));
  }
}
