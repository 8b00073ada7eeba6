package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a cluster.
 *
 * @param aws its account and region
 * @param domain the public domain of its ingress, if it has one
 * @param dns the hosted zone of the domain
 * @param cdn in front of the images, where there is a domain
 * @param ingress the hosts that the cluster publishes, where there is a domain
 * @param kubernetes version and name of the control plane
 * @param network address ranges and subnets
 * @param access allowed sources from outside
 * @param nodes every machine, the control plane among them
 * @param namespaces created before any add-on
 * @param networkPolicies who may connect to whom
 * @param grants who may do what in the cluster, beside Clusterline's own administrator
 * @param addons platform add-ons, installed in the order of their dependencies
 * @param gitops the repository that Argo CD follows, if any
 * @param mirrors sources of charts, manifests and images in place of the public ones
 * @param onFailure what happens to the resources of a failed build
 * @param deletionProtection refuses deletion while it is true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterSpec(
    AwsSpec aws,
    @Constraint(form = TextFormat.DNS_NAME) @Nullable String domain,
    @Constraint(defaultsTo = "{}") DnsSpec dns,
    @Constraint(defaultsTo = "{\"enabled\": true}") CdnSpec cdn,
    @Constraint(defaultsTo = "{}") IngressSpec ingress,
    KubernetesSpec kubernetes,
    NetworkSpec network,
    AccessSpec access,
    @Constraint(minItems = 1, maxItems = 500) List<NodeSpec> nodes,
    @Constraint(defaultsTo = "[]") List<NamespaceSpec> namespaces,
    @Constraint(defaultsTo = "{}") NetworkPoliciesSpec networkPolicies,
    @Constraint(defaultsTo = "[]") List<GrantSpec> grants,
    @Constraint(defaultsTo = "[]") List<AddonSpec> addons,
    @Nullable GitOpsSpec gitops,
    @Constraint(defaultsTo = "{}") MirrorsSpec mirrors,
    @Constraint(defaultsTo = "\"hold\"") OnFailure onFailure,
    @Constraint(defaultsTo = "false") boolean deletionProtection) {

  public ClusterSpec {
    dns = Objects.requireNonNullElse(dns, new DnsSpec(null)); // stored before there were any
    cdn = Objects.requireNonNullElse(cdn, new CdnSpec(true));
    ingress = Objects.requireNonNullElse(ingress, IngressSpec.NONE);
    nodes = Immutable.list(nodes);
    namespaces = Immutable.list(namespaces);
    grants = Immutable.list(grants);
    addons = Immutable.list(addons);
  }

  /** The control-plane node. */
  public NodeSpec controlPlane() {
    return nodes.stream()
        .filter(node -> node.role() == NodeRole.CONTROL_PLANE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no control-plane node: not validated"));
  }

  /** Whether it has hosts, and so a load balancer. */
  public boolean hasHosts() {
    return domain != null && !ingress.hosts().isEmpty();
  }

  /** Every node but the control plane, in the order of the specification. */
  public List<NodeSpec> workers() {
    return nodes.stream().filter(node -> node.role() == NodeRole.WORKER).toList();
  }
}
