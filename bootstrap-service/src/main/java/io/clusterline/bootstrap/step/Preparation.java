package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ImageSource;
import io.clusterline.bootstrap.kubeadm.NodeImages;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.Machine;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Prepares a machine for kubeadm.
 *
 * @param kubernetesVersion 1.36.3
 * @param containerdVersion of package containerd.io, with {@code *} for any characters
 * @param source sources of images
 * @param images that the machine needs once it is a node
 * @param baked whether the machine's image holds packages and images: they are only verified
 */
public record Preparation(
    String kubernetesVersion,
    String kubernetesMinor,
    String containerdVersion,
    ImageSource source,
    NodeImages images,
    boolean baked) {

  /** By Kubernetes minor version, so that kubeadm need not be called on every machine. */
  private static final Map<String, String> PAUSE_VERSIONS = Map.of("1.36", "3.10.2");

  public static Preparation of(ClusterSpec spec, String containerdVersion) {
    return new Preparation(
        spec.kubernetes().version(),
        spec.kubernetes().minor(),
        containerdVersion,
        ImageSource.of(spec.mirrors()),
        NodeImages.of(spec, CalicoRelease.bundled()),
        spec.aws().ami().baked());
  }

  /** The script for one machine; at its end it notes that it ran, and in which form. */
  NodeScript script(Machine machine) {
    NodeScript note =
        NodeScript.of("note-prepared.sh")
            .with("DIGEST", digest(machine))
            .with("FILE", NodePaths.PREPARED);
    return steps(machine).then(images(machine)).then(note);
  }

  /** No part of the digest: a node that stands without these images is none the less prepared. */
  private NodeScript images(Machine machine) {
    boolean controlPlane = machine.role() == NodeRole.CONTROL_PLANE;
    return NodeScript.of(baked ? "verify-images.sh" : "pull-ahead.sh")
        .with("IMAGES", images.of(machine.role()))
        .with("ADDON_IMAGES", images.ofAddons(machine.name()))
        .with("CONTROL_PLANE", controlPlane ? "yes" : "no");
  }

  /** Fingerprint of the script in exactly this form. */
  String digest(Machine machine) {
    try {
      byte[] script = steps(machine).text().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(script));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private NodeScript steps(Machine machine) {
    return NodeScript.of("prepare-node.sh")
        .with("NODE", machine.name())
        .with("KUBERNETES_VERSION", kubernetesVersion)
        .with("KUBERNETES_MINOR", kubernetesMinor)
        .with("CONTAINERD_VERSION", containerdVersion)
        .with("BAKED", baked ? "yes" : "no")
        .with("IMAGE_REPOSITORY", source.kubernetes())
        .with("REGISTRIES", ImageSource.REGISTRIES)
        .with("IMAGE_MIRROR", source.mirrorApi())
        .with("PAUSE_VERSION", PAUSE_VERSIONS.getOrDefault(kubernetesMinor, ""));
  }
}
