package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import io.clusterline.gitops.helm.ChartVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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
    return isPinned() ? entry.appVersion() : "";
  }

  /** SHA-256 of the packaged chart; of a version that is not the catalogue's nothing is known. */
  public @Nullable String pinnedDigest() {
    return isPinned() ? entry.digest() : null;
  }

  private boolean isPinned() {
    return ChartVersion.same(version, entry.version());
  }

  /** Whether the chart would make an Ingress: a value such as {@code server.ingress.enabled}. */
  public boolean hasIngress() {
    return hasIngress(values);
  }

  private static boolean hasIngress(JsonNode values) {
    return values.properties().stream()
        .anyMatch(entry ->
            entry.getKey().startsWith("ingress") && isEnabled(entry.getValue())
                || entry.getValue().isObject() && hasIngress(entry.getValue()));
  }

  private static boolean isEnabled(JsonNode value) {
    return value.path("enabled").asBoolean(false);
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
