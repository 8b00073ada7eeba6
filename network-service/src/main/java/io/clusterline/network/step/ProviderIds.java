package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every machine of the table is the node of its name. Without this, load balancers and volumes
 * would be attached to other machines. An absent id is set, as the API allows once; a wrong one
 * cannot be changed.
 */
public record ProviderIds(List<Machine> machines)
    implements Step<ClusterNetwork, ProviderIds.Verified> {

  /** How many. */
  public record Verified(int nodes) {}

  public static final Kind<ClusterNetwork, Verified> KIND =
      Kind.withoutResource("provider-ids", Verified.class);

  @Override
  public Kind<ClusterNetwork, Verified> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "all";
  }

  @Override
  public Found<Verified> find(ClusterNetwork network) {
    List<Change> absent = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Machine machine : machines) {
      String is = network.node(machine.name()).map(ProviderIds::id).orElse("no node object");
      if (is.isEmpty()) {
        absent.add(new Change(machine.name() + " spec.providerID", is, machine.providerId()));
      } else {
        mismatch(network, machine).ifPresent(wrong::add);
      }
    }
    failIfWrong(wrong);
    Verified verified = new Verified(machines.size());
    return absent.isEmpty() ? Found.inSync(verified) : new Found.Drifted<>(verified, absent, false);
  }

  private static void failIfWrong(List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.PROVIDER_ID_MISMATCH,
          "nodes that are not the machines of their names: " + String.join("; ", wrong));
    }
  }

  @Override
  public Verified apply(ClusterNetwork network, Found<Verified> found) {
    for (Machine machine : machines) {
      if (network.node(machine.name()).map(ProviderIds::id).orElse("").isEmpty()) {
        network.beforeMutation();
        set(network, machine);
      }
    }
    network.nodesChanged();
    return new Verified(machines.size());
  }

  private static void set(ClusterNetwork network, Machine machine) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.putObject("spec").put("providerID", machine.providerId());
    network.kubernetes().mergePatch(ObjectRef.node(machine.name()), patch);
  }

  /** What a machine's node says instead of its id; empty when it is right. */
  static Optional<String> mismatch(ClusterNetwork network, Machine machine) {
    String is = network.node(machine.name()).map(ProviderIds::id).orElse("no node object");
    return is.equals(machine.providerId())
        ? Optional.empty()
        : Optional.of(machine.name() + ": is " + is + ", should be " + machine.providerId());
  }

  private static String id(JsonNode node) {
    return node.path("spec").path("providerID").asString("");
  }
}
