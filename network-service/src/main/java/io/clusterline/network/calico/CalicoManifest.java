package io.clusterline.network.calico;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.ClusterSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Calico's objects as a cluster gets them.
 *
 * @param source where the published manifest was read
 * @param sha256 of the published manifest, as it was read
 * @param objects changed for this cluster
 */
public record CalicoManifest(String version, URI source, String sha256, List<JsonNode> objects) {

  public CalicoManifest {
    objects = List.copyOf(objects);
  }

  /**
   * Reads the published manifest and changes it for this cluster.
   *
   * @throws ClusterlineException {@link ErrorCode#CHECKSUM_MISMATCH} when it is not the pinned one
   */
  public static CalicoManifest read(
      CalicoRelease release, ClusterSpec spec, ManifestDownload download) {
    URI source = release.manifest(spec.mirrors());
    byte[] published = download.read(source, spec.mirrors().manifests());
    verify(source, release.digest(spec.mirrors()), sha256(published));
    List<JsonNode> objects = Manifests.parse(new String(published, StandardCharsets.UTF_8));
    return new CalicoManifest(
        release.version(),
        source,
        sha256(published),
        new VxlanOverlay(CalicoSettings.of(spec)).applyTo(objects, source));
  }

  private static void verify(URI source, String pinned, String digest) {
    if (!digest.equals(pinned)) {
      throw new ClusterlineException(
          ErrorCode.CHECKSUM_MISMATCH, source + " has digest " + digest + ", not " + pinned);
    }
  }

  public List<ObjectRef> refs() {
    return objects.stream().map(ObjectRef::of).toList();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
