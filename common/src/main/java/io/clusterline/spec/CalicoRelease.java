package io.clusterline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * The Calico release that this version installs: {@code calico.properties}. Two services use it:
 * one applies it, another has its images pulled before.
 *
 * @param version {@code v3.32.2}
 * @param home where its manifest is published
 * @param sha256 of the published manifest
 * @param nodeImages that every node runs
 * @param controllerImages that one node runs
 */
public record CalicoRelease(
    String version,
    URI home,
    String sha256,
    List<String> nodeImages,
    List<String> controllerImages) {

  public CalicoRelease {
    nodeImages = List.copyOf(nodeImages);
    controllerImages = List.copyOf(controllerImages);
  }

  public static CalicoRelease bundled() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(CalicoRelease.class.getResourceAsStream("/calico.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CalicoRelease(
        properties.getProperty("version"),
        URI.create(filledIn(properties, "manifest")),
        properties.getProperty("sha256"),
        List.of(filledIn(properties, "images.node").split(" ")),
        List.of(filledIn(properties, "images.controllers").split(" ")));
  }

  private static String filledIn(Properties properties, String key) {
    return properties.getProperty(key).replace("{version}", properties.getProperty("version"));
  }

  /** The manifest's address: a mirror has it under {@code calico/<version>/calico.yaml}. */
  public URI manifest(MirrorsSpec mirrors) {
    URI mirror = mirrors.manifests();
    return mirror == null
        ? home
        : URI.create(withSlash(mirror) + "calico/" + version + "/calico.yaml");
  }

  /** The digest of the manifest, whatever its source. */
  public String digest(MirrorsSpec mirrors) {
    return mirrors.digest(MirrorsSpec.CALICO).orElse(sha256);
  }

  private static String withSlash(URI base) {
    return base.toString().endsWith("/") ? base.toString() : base + "/";
  }
}
