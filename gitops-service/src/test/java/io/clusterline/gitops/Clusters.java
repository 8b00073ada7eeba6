package io.clusterline.gitops;

import io.clusterline.event.CniReady;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.spec.ManagedBy;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.testkit.SampleInfrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variants of a specification, and the event that carries one to the stage. */
public final class Clusters {

  public static final SecretRef KUBECONFIG = new SecretRef("clusterline/test/uid/kubeconfig");

  private Clusters() {}

  /** The same cluster with other add-ons. */
  public static Cluster with(
      Cluster cluster, List<String> addons, @Nullable GitOpsSpec gitops, MirrorsSpec mirrors) {
    List<AddonSpec> wanted =
        addons.stream()
            .map(name -> new AddonSpec(name, null, Map.of(), ManagedBy.CLUSTERLINE))
            .toList();
    return with(cluster, cluster.spec().namespaces(), wanted, gitops, mirrors);
  }

  /** The same cluster, but this add-on comes from the repository. */
  public static Cluster fromRepository(Cluster cluster, String name) {
    ClusterSpec spec = cluster.spec();
    List<AddonSpec> addons = new ArrayList<>(spec.addons());
    addons.removeIf(addon -> addon.name().equals(name));
    addons.add(new AddonSpec(name, null, Map.of(), ManagedBy.GITOPS));
    return with(cluster, spec.namespaces(), addons, spec.gitops(), spec.mirrors());
  }

  /** The same cluster, where this add-on has these values. */
  public static Cluster withValues(Cluster cluster, String name, Map<String, Object> values) {
    List<AddonSpec> addons = new ArrayList<>(cluster.spec().addons());
    addons.removeIf(addon -> addon.name().equals(name));
    addons.add(new AddonSpec(name, null, values, ManagedBy.CLUSTERLINE));
    return withAddons(cluster, addons);
  }

  /** The same cluster with exactly these add-ons. */
  public static Cluster withAddons(Cluster cluster, List<AddonSpec> addons) {
    ClusterSpec spec = cluster.spec();
    return with(cluster, spec.namespaces(), addons, spec.gitops(), spec.mirrors());
  }

  /** The same cluster, whose specification lists no namespaces. */
  public static Cluster withoutNamespaces(Cluster cluster) {
    ClusterSpec spec = cluster.spec();
    return with(cluster, List.of(), spec.addons(), spec.gitops(), spec.mirrors());
  }

  /** The same cluster without that node. */
  public static Cluster withoutNode(Cluster cluster, String name) {
    ClusterSpec spec = cluster.spec();
    List<NodeSpec> nodes = spec.nodes().stream().filter(node -> !node.name().equals(name)).toList();
    return with(cluster, nodes, spec.namespaces(), spec.addons(), spec.gitops(), spec.mirrors());
  }

  private static Cluster with(
      Cluster cluster,
      List<NamespaceSpec> namespaces,
      List<AddonSpec> addons,
      @Nullable GitOpsSpec gitops,
      MirrorsSpec mirrors) {
    return with(cluster, cluster.spec().nodes(), namespaces, addons, gitops, mirrors);
  }

  private static Cluster with(
      Cluster cluster,
      List<NodeSpec> nodes,
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
            spec.dns(),
            spec.cdn(),
            spec.ingress(),
            spec.kubernetes(),
            spec.network(),
            spec.access(),
            nodes,
            namespaces,
            spec.networkPolicies(),
            spec.grants(),
            addons,
            gitops,
            mirrors,
            spec.onFailure(),
            spec.deletionProtection()));
  }

  public static CniReady ready(Cluster cluster) {
    return new CniReady(
        cluster,
        SampleInfrastructure.of("ssh-key"),
        SampleInfrastructure.controlPlane(KUBECONFIG.name()),
        List.of(),
        List.of());
  }
}
