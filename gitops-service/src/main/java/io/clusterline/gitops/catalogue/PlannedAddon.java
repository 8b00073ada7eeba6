package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * An add-on of one cluster.
 *
 * @param version of the chart, from the catalogue or the specification
 * @param values all values for Helm
 */
public record PlannedAddon(CatalogueEntry entry, String version, ObjectNode values) {

  public String name() {
    return entry.name();
  }

  public String namespace() {
    return entry.namespace();
  }

  public String release() {
    return entry.release();
  }

  /** Unknown for a chart version that is not the catalogue's. */
  public String appVersion() {
    return version.equals(entry.version()) ? entry.appVersion() : "";
  }

  /** Digest of all inputs of the installation. */
  public String digest() {
    String text = entry.name() + "@" + version + ":" + Json.MAPPER.writeValueAsString(values);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name() + " " + version; // values stay out of logs
  }
}
