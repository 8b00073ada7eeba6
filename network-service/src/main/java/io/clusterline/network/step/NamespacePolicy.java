package io.clusterline.network.step;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.networkpolicy.InvalidNetworkPolicyException;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicyJson;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.zerotrust.PolicySet;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One network policy. Its whole specification is ours: what somebody adds to it by hand opens or
 * closes the cluster, so it is a difference too.
 *
 * @param tunnels the nodes' tunnels where nodes may connect to the policy's pods, else none
 */
public record NamespacePolicy(NetworkPolicy policy, List<NodeTunnels> tunnels)
    implements Step<ClusterNetwork, ObjectRef> {

  public static final String API_VERSION = "networking.k8s.io/v1";
  public static final String OBJECT_KIND = "NetworkPolicy";

  public static final Kind<ClusterNetwork, ObjectRef> KIND =
      NamespacedObject.kind("network-policy", API_VERSION, OBJECT_KIND);

  private static final List<String> FIELDS =
      List.of("podSelector", "policyTypes", "ingress", "egress");

  @Override
  public Kind<ClusterNetwork, ObjectRef> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return policy.namespace() + "/" + policy.name();
  }

  @Override
  public Found<ObjectRef> find(ClusterNetwork network) {
    return network
        .object(ref())
        .map(now -> compare(now, specification(network)))
        .orElseGet(Found::missing);
  }

  private Found<ObjectRef> compare(JsonNode object, JsonNode wanted) {
    JsonNode now = normalised(object);
    List<Change> changes =
        FIELDS.stream()
            .filter(field -> !now.path(field).equals(wanted.path(field)))
            .map(field -> new Change(field, text(now, field), text(wanted, field)))
            .toList();
    return changes.isEmpty() ? Found.inSync(ref()) : new Found.Drifted<>(ref(), changes, false);
  }

  /** As we would write it. Something that we cannot read differs in any case. */
  private static JsonNode normalised(JsonNode object) {
    try {
      return NetworkPolicyJson.write(NetworkPolicyJson.read(object)).path("spec");
    } catch (InvalidNetworkPolicyException unknown) {
      return object.path("spec");
    }
  }

  private static String text(JsonNode specification, String field) {
    return specification.has(field) ? specification.path(field).toString() : "absent";
  }

  /** An empty list, which is written too, takes away the rules that others have added. */
  @Override
  public ObjectRef apply(ClusterNetwork network, Found<ObjectRef> found) {
    ObjectNode manifest = NamespacedObject.manifest(ref());
    ObjectNode spec = manifest.putObject("spec");
    spec.setAll(specification(network));
    Stream.of("ingress", "egress").filter(list -> !spec.has(list)).forEach(spec::putArray);
    network.kubernetes().apply(manifest);
    return ref();
  }

  private ObjectNode specification(ClusterNetwork network) {
    List<String> addresses =
        tunnels.stream().flatMap(each -> network.output(each).addresses().stream()).toList();
    NetworkPolicy reachable = PolicySet.reachableThrough(addresses, policy);
    return (ObjectNode) NetworkPolicyJson.write(reachable).path("spec");
  }

  private ObjectRef ref() {
    return ObjectRef.namespaced(API_VERSION, OBJECT_KIND, policy.namespace(), policy.name());
  }
}
