package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.calico.Tolerations;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.TaintSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a system Deployment tolerate the specification's taints of the control plane. kubeadm makes
 * it tolerate only kubeadm's own; where all nodes are tainted, DNS could not be scheduled.
 */
public record SystemTolerations(String deployment, List<TaintSpec> taints)
    implements Step<ClusterNetwork, String> {

  public static final Kind<ClusterNetwork, String> KIND =
      Kind.withoutResource("tolerations", String.class);

  private static final Duration EXISTS = Duration.ofMinutes(3);
  private static final String PATH = "/spec/template/spec/tolerations";

  @Override
  public Kind<ClusterNetwork, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return deployment;
  }

  @Override
  public Found<String> find(ClusterNetwork network) {
    return network
        .kubernetes()
        .get(ref())
        .map(now -> compare(now.at(PATH)))
        .orElseGet(Found::missing);
  }

  private Found<String> compare(JsonNode tolerations) {
    List<ObjectNode> missing = Tolerations.missing(tolerations, taints);
    return missing.isEmpty()
        ? Found.inSync(deployment)
        : Found.drifted(deployment, new Found.Change("tolerations", "without", missing.toString()));
  }

  @Override
  public String apply(ClusterNetwork network, Found<String> found) {
    network
        .kubernetes()
        .await(
            Wait.until(ref() + " exists").within(EXISTS).reporting(network::report),
            List.of(Selection.of(ref())),
            () -> checkExists(network));
    network.beforeMutation();
    network.kubernetes().change(ref(), this::patch);
    return deployment;
  }

  private Seen<Boolean> checkExists(ClusterNetwork network) {
    return network.kubernetes().get(ref()).isPresent()
        ? Seen.yes(true)
        : Seen.notYet("kubeadm has not made it yet");
  }

  private Optional<ObjectNode> patch(JsonNode now) {
    List<ObjectNode> missing = Tolerations.missing(now.at(PATH), taints);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode patch = Json.MAPPER.createObjectNode();
    ArrayNode all = patch.withObject("/spec/template/spec").putArray("tolerations");
    now.at(PATH).forEach(all::add);
    missing.forEach(all::add);
    return Optional.of(patch);
  }

  private ObjectRef ref() {
    return ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", deployment);
  }
}
