package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is emptied on a real API server, whose evictions honour real disruption budgets. */
@Timeout(120)
class NodeDrainTest {

  private final String node = ApiServer.uniqueName("worker");
  private final String namespace = ApiServer.uniqueName("shop");
  private final KubernetesApi api = ApiServer.shared().connect();

  @BeforeEach
  void aNodeWithAPod() {
    apply("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(node));
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace));
    pod("cart", "labels: {app: cart}");
  }

  @AfterEach
  void close() {
    api.delete(ObjectRef.node(node));
    api.close();
  }

  @Test
  void givenPodsWhenTheNodeIsEmptiedThenTheyGoAndNoneMayCome() {
    drain(Duration.ofSeconds(20)).empty(node);

    assertThat(pods()).isEmpty();
    assertThat(isUnschedulable()).isTrue();
  }

  @Test
  void givenPodsThatBelongToTheMachineWhenItIsEmptiedThenTheyStay() {
    pod("agent", "ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u}]");

    drain(Duration.ofSeconds(20)).empty(node);

    assertThat(pods()).containsExactly("agent");
  }

  @Test
  void givenADisruptionBudgetWhenTimeIsUpThenPodAndBudgetAreNamedAndTheNodeTakesPodsAgain() {
    run("cart");
    apply(
        """
        {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: one-cart, namespace: %s},
         spec: {minAvailable: 1, selector: {matchLabels: {app: cart}}}}
        """
            .formatted(namespace));

    ClusterlineException failure =
        catchThrowableOfType(
            ClusterlineException.class, () -> drain(Duration.ofSeconds(2)).empty(node));

    assertThat(failure.code()).isEqualTo(ErrorCode.DRAIN_BLOCKED);
    assertThat(failure).hasMessageContainingAll("pod " + namespace + "/cart", "one-cart");
    assertThat(pods()).containsExactly("cart");
    assertThat(isUnschedulable()).isFalse();
  }

  @Test
  void givenANodeThatIsGoneWhenItIsEmptiedThenThereIsNothingToDo() {
    api.delete(ObjectRef.node(node));

    drain(Duration.ofSeconds(5)).empty(node);

    assertThat(pods()).containsExactly("cart");
  }

  private NodeDrain drain(Duration within) {
    return new NodeDrain(api, within, message -> {}, () -> {});
  }

  private boolean isUnschedulable() {
    return api.get(ObjectRef.node(node)).orElseThrow().at("/spec/unschedulable").asBoolean(false);
  }

  private void pod(String name, String metadata) {
    apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, %s},
         spec: {nodeName: %s, terminationGracePeriodSeconds: 0, containers: [{name: c, image: x}]}}
        """
            .formatted(name, namespace, metadata, node));
  }

  private void run(String name) {
    api.applyStatus(
        Manifests.parse(
                """
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s},
                 status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}
                """
                    .formatted(name, namespace))
            .getFirst());
  }

  private List<String> pods() {
    return api.list(Selection.all("v1", "Pod").in(namespace)).stream()
        .map(found -> found.at("/metadata/name").asString())
        .toList();
  }

  private void apply(String manifest) {
    api.apply(Manifests.parse(manifest).getFirst());
  }
}
