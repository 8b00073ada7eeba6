package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import org.junit.jupiter.api.Test;

class NodeCountTest {

  @Test
  void givenNodesAsKubectlPrintsThemWhenCountedThenThoseThatAreReadyAreTold() {
    String list =
        """
        {"items": [
          {"status": {"conditions": [{"type": "Ready", "status": "True"}]}},
          {"status": {"conditions": [{"type": "MemoryPressure", "status": "True"},
                                     {"type": "Ready", "status": "Unknown"}]}},
          {}]}
        """;

    assertThat(NodeCount.of(Json.MAPPER.readTree(list))).isEqualTo(new NodeCount(1, 3));
  }
}
