package io.clusterline.gitops;

import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Infrastructure;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.SpecificationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The repository's own cluster specifications, and events that carry them. */
public final class Clusters {

  public static final SecretRef KUBECONFIG = new SecretRef("clusterline/test/uid/kubeconfig");

  private Clusters() {}

  public static Cluster eco2() {
    return read("eco2.yaml");
  }

  public static Cluster small() {
    return read("small.yaml");
  }

  private static Cluster read(String name) {
    try {
      return SpecificationReader.read(
          Files.readString(Path.of("..", "deploy", "clusters", name)), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same cluster with other add-ons. */
  public static Cluster with(
      Cluster cluster, List<String> addons, @Nullable GitOpsSpec gitops, MirrorsSpec mirrors) {
    List<AddonSpec> wanted =
        addons.stream().map(name -> new AddonSpec(name, null, Map.of())).toList();
    return with(cluster, cluster.spec().namespaces(), wanted, gitops, mirrors);
  }

  /** The same cluster, whose specification lists no namespaces. */
  public static Cluster withoutNamespaces(Cluster cluster) {
    ClusterSpec spec = cluster.spec();
    return with(cluster, List.of(), spec.addons(), spec.gitops(), spec.mirrors());
  }

  private static Cluster with(
      Cluster cluster,
      List<NamespaceSpec> namespaces,
      List<AddonSpec> addons,
      @Nullable GitOpsSpec gitops,
      MirrorsSpec mirrors) {
    ClusterSpec spec = cluster.spec();
    return new Cluster(
        cluster.apiVersion(),
        cluster.kind(),
        cluster.metadata(),
        new ClusterSpec(
            spec.aws(),
            spec.domain(),
            spec.kubernetes(),
            spec.network(),
            spec.access(),
            spec.nodes(),
            namespaces,
            addons,
            gitops,
            mirrors,
            spec.onFailure(),
            spec.deletionProtection()));
  }

  public static Infrastructure infrastructure() {
    return new Infrastructure(
        "123456789012",
        "ap-northeast-2",
        "vpc-1",
        Map.of(),
        Map.of(),
        "role",
        "profile",
        "bucket",
        "ubuntu",
        new SecretRef("ssh-key"),
        List.of());
  }

  public static CniReady ready(Cluster cluster) {
    ControlPlane controlPlane =
        new ControlPlane("api:6443", "api:6443", "sha256:0", "v1.36.3", KUBECONFIG);
    return new CniReady(cluster, infrastructure(), controlPlane, List.of(), List.of());
  }
}
