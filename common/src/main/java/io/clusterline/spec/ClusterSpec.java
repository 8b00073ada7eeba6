package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster consists of.
 *
 * @param aws where it stands
 * @param domain the public domain of its ingress, if it has one
 * @param kubernetes version and name of the control plane
 * @param network address ranges and subnets
 * @param access who may reach it from outside
 * @param nodes every machine, the control plane among them
 * @param namespaces made before any add-on
 * @param addons platform add-ons, installed in the order of their dependencies
 * @param gitops the repository that Argo CD follows, if any
 * @param mirrors where charts, manifests and images come from instead of their public homes
 * @param onFailure what happens to what a failed build has made
 * @param deletionProtection refuses deletion while it is true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterSpec(
    AwsSpec aws,
    @Constraint(form = TextFormat.DNS_NAME) @Nullable String domain,
    KubernetesSpec kubernetes,
    NetworkSpec network,
    AccessSpec access,
    @Constraint(minItems = 1, maxItems = 500) List<NodeSpec> nodes,
    @Constraint(defaultsTo = "[]") List<NamespaceSpec> namespaces,
    @Constraint(defaultsTo = "[]") List<AddonSpec> addons,
    @Nullable GitOpsSpec gitops,
    @Constraint(defaultsTo = "{}") MirrorsSpec mirrors,
    @Constraint(defaultsTo = "\"hold\"") OnFailure onFailure,
    @Constraint(defaultsTo = "false") boolean deletionProtection) {

  public ClusterSpec {
    nodes = Immutable.list(nodes);
    namespaces = Immutable.list(namespaces);
    addons = Immutable.list(addons);
  }

  /** The one node that runs the control plane. */
  public NodeSpec controlPlane() {
    return nodes.stream()
        .filter(node -> node.role() == NodeRole.CONTROL_PLANE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no control-plane node: not validated"));
  }

  /** Every node but the control plane, in the order of the specification. */
  public List<NodeSpec> workers() {
    return nodes.stream().filter(node -> node.role() == NodeRole.WORKER).toList();
  }
}
