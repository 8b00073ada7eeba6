package io.clusterline.spec;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One machine of the cluster.
 *
 * @param name the machine's name in EC2, its host name and its node name
 * @param role what it does
 * @param type the EC2 instance type; either this or {@code types}
 * @param types EC2 instance types in order of preference: the first that the zone offers and has
 *     room for is taken, and stays. A machine that exists is only replaced when its type is not
 *     among them
 * @param diskGiB the size of its root volume
 * @param subnet the name of its subnet
 * @param labels labels of the Kubernetes node
 * @param taints taints of the Kubernetes node
 * @param tags tags of the EC2 instance, beside those that every resource gets
 */
public record NodeSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(defaultsTo = "\"worker\"") NodeRole role,
    @Constraint(form = TextFormat.INSTANCE_TYPE) @Nullable String type,
    @Constraint(form = TextFormat.INSTANCE_TYPE, maxItems = 8, defaultsTo = "[]")
        List<String> types,
    @Constraint(minimum = 8, maximum = 16384, defaultsTo = "30") int diskGiB,
    @Constraint(form = TextFormat.DNS_LABEL) String subnet,
    @Constraint(defaultsTo = "{}") Map<String, String> labels,
    @Constraint(defaultsTo = "[]") List<TaintSpec> taints,
    @Constraint(defaultsTo = "{}") Map<String, String> tags) {

  public NodeSpec {
    types = Immutable.list(types);
    labels = Immutable.map(labels);
    taints = Immutable.list(taints);
    tags = Immutable.map(tags);
  }

  /**
   * All taints that we set on the node: its own, and on a control plane kubeadm's before them
   * unless pods may be scheduled there.
   *
   * @param allowSchedulingOnControlPlane {@link KubernetesSpec#allowSchedulingOnControlPlane}
   */
  public List<TaintSpec> taints(boolean allowSchedulingOnControlPlane) {
    boolean isolated = role == NodeRole.CONTROL_PLANE && !allowSchedulingOnControlPlane;
    Stream<TaintSpec> kubeadms = isolated ? Stream.of(TaintSpec.CONTROL_PLANE) : Stream.of();
    return Stream.concat(kubeadms, taints.stream()).distinct().toList();
  }

  /** The type that it is meant to have; another one of {@link #types} may have been taken. */
  public String preferredType() {
    return type == null ? types.getFirst() : type;
  }
}
