package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.NodeStatus;
import io.clusterline.kubernetes.Nodes.Readiness;
import org.junit.jupiter.api.Test;

class NodesTest {

  @Test
  void givenANode_whenRead_thenItIsShownAsKubectlDoes() {
    Readiness node =
        read(
            """
            metadata: {name: n1, labels: {node-role.kubernetes.io/b: "", node-role.kubernetes.io/a: x}}
            spec: {providerID: "aws:///z/i-1"}
            status:
              conditions: [{type: Ready, status: "True", reason: KubeletReady, message: fine}]
              nodeInfo: {kubeletVersion: v1.36.3}
              addresses: [{type: Hostname, address: n1}, {type: InternalIP, address: 10.0.1.4}]
            """);

    assertThat(node.node())
        .isEqualTo(new NodeStatus("n1", true, "a,b", "v1.36.3", "10.0.1.4", "aws:///z/i-1"));
  }

  @Test
  void givenANodeWithoutNetwork_whenRead_thenItsConditionsWordsAreTheReason() {
    Readiness node =
        read(
            """
            metadata: {name: n1}
            status:
              conditions: [{type: Ready, status: "False", reason: KubeletNotReady, message: no cni}]
            """);

    assertThat(node.node().ready()).isFalse();
    assertThat(node.node().roles()).isEqualTo("<none>");
    assertThat(node.reason()).isEqualTo("KubeletNotReady: no cni");
  }

  @Test
  void givenANodeWithoutStatus_whenRead_thenThatIsTheReason() {
    assertThat(read("metadata: {name: n1}").reason()).isEqualTo("condition Ready not reported yet");
  }

  private static Readiness read(String node) {
    return Nodes.read(Manifests.parse(node).getFirst());
  }
}
