package io.clusterline.network.calico;

import io.clusterline.spec.MirrorsSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.Properties;

/**
 * The Calico that this version of the line installs: {@code calico.properties}.
 *
 * @param version {@code v3.32.2}
 * @param home where its manifest is published
 */
public record CalicoRelease(String version, URI home) {

  public static CalicoRelease shipped() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(CalicoRelease.class.getResourceAsStream("/calico.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    String home = properties.getProperty("manifest").replace("{version}", version);
    return new CalicoRelease(version, URI.create(home));
  }

  /** The manifest's address: a mirror has it under {@code calico/<version>/calico.yaml}. */
  public URI manifest(MirrorsSpec mirrors) {
    URI mirror = mirrors.manifests();
    return mirror == null
        ? home
        : URI.create(withSlash(mirror) + "calico/" + version + "/calico.yaml");
  }

  private static String withSlash(URI base) {
    return base.toString().endsWith("/") ? base.toString() : base + "/";
  }
}
