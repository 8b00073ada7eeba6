package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.cli.Waiting.End;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.projection.ClusterView;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the end of a demo says of its deletion. */
class DemoRemovalTest {

  private static final ClusterView REMOVED =
      new RemovalStory(Mode.DELETE, 2, 0, "request")
          .accepted(1)
          .deleted(2)
          .fold(ClusterView.of(Story.cluster().name()));

  private static DemoRemoval.Result result(
      ClusterView view, List<String> left, List<String> denied, List<String> violations) {
    return new DemoRemoval.Result(
        new Waiting.Result(view, End.REACHED, 0), left, denied, violations);
  }

  @Test
  void givenNothingLeft_whenSaid_thenItIsClean() {
    DemoRemoval.Result result = result(REMOVED, List.of(), List.of(), List.of());

    assertThat(result.isClean()).isTrue();
    assertThat(result.lines()).last().asString().contains("nothing is left");
  }

  @Test
  void givenSomethingLeftDeniedAndMisspelt_whenSaid_thenEachIsNamed() {
    DemoRemoval.Result result =
        result(
            REMOVED,
            List.of("eu-west-1 volume vol-1"),
            List.of("ec2:DeleteVolume"),
            List.of("ec2:CreateVpc: unknown parameter Cidr"));
    ObjectNode json = Json.MAPPER.createObjectNode();
    result.addTo(json);

    assertThat(result.isClean()).isFalse();
    assertThat(String.join("\n", result.lines()))
        .contains("vol-1", "ec2:DeleteVolume", "unknown parameter Cidr");
    JsonNode printed = Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(json));
    assertThat(printed.at("/left/0").stringValue()).isEqualTo("eu-west-1 volume vol-1");
    assertThat(printed.at("/removal/outcome").stringValue()).isEqualTo("removed");
  }

  @Test
  void givenADeletionThatHasNotEnded_whenSaid_thenItIsNotClean() {
    ClusterView begun =
        new RemovalStory(Mode.DELETE, 2, 0, "request")
            .accepted(1)
            .fold(ClusterView.of(Story.cluster().name()));

    assertThat(result(begun, List.of(), List.of(), List.of()).isClean()).isFalse();
  }
}
