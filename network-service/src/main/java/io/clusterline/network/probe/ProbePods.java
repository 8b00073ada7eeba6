package io.clusterline.network.probe;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The pods of one attempt, in the cluster. */
record ProbePods(ClusterNetwork network, ProbeNamespace namespace, List<ProbePod> pods) {

  private static final int NAMED = 5;

  ProbePods {
    pods = List.copyOf(pods);
  }

  /**
   * A container that ended well.
   *
   * @param message that it left
   */
  record Ended(String node, String message) {}

  void create(String image) {
    for (ProbePod pod : pods) {
      network.beforeMutation();
      network.kubernetes().createIfMissing(pod.manifest(namespace, image));
    }
  }

  /**
   * Waits until every container that the claim needs has ended well.
   *
   * @throws ClusterlineException with the claim's code, and what the others said last
   */
  List<Ended> await(Claim claim, Duration within) {
    return network
        .kubernetes()
        .await(
            Wait.until(claim.statement())
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(claim.code())
                .reporting(network::report),
            List.of(namespace.pods()),
            () -> look(claim.container()));
  }

  private Seen<List<Ended>> look(String container) {
    Map<String, JsonNode> now =
        network.kubernetes().list(namespace.pods()).stream()
            .collect(
                Collectors.toMap(
                    pod -> pod.path("metadata").path("name").asString(), Function.identity()));
    List<Ended> ended = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (ProbePod pod : pods) {
      if (pod.has(container)) {
        ContainerEnd end = ContainerEnd.of(Optional.ofNullable(now.get(pod.name())), container);
        if (end.well()) {
          ended.add(new Ended(pod.node(), end.message()));
        } else {
          others.add(pod.node() + ": " + end.describe(network.workloads()));
        }
      }
    }
    return others.isEmpty() ? Seen.yes(ended) : Seen.notYet(describe(ended.size(), others));
  }

  private static String describe(int ended, List<String> others) {
    String named = others.stream().limit(NAMED).collect(Collectors.joining("; "));
    String more = others.size() > NAMED ? "; and " + (others.size() - NAMED) + " more" : "";
    return ended + "/" + (ended + others.size()) + "; " + named + more;
  }
}
