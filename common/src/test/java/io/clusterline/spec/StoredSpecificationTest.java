package io.clusterline.spec;

import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stored specification was accepted once: it is bound again, never judged again. */
class StoredSpecificationTest {

  @Test
  void givenAClusterOfAReleaseWhoseSupportHasEndedWhenBoundThenItIsThatCluster() {
    JsonNode stored = stored(smallWith("\"1.36.3\"", "\"1.28.4\""));
    assertThatThrownBy(() -> SpecificationReader.of(stored, Specifications.DAY))
        .isInstanceOf(InvalidSpecificationException.class);

    Cluster cluster = SpecificationReader.bind(stored);

    assertThat(cluster.spec().kubernetes().version()).isEqualTo("1.28.4");
    assertThat(cluster.spec().network().podCidr()).hasToString("192.168.0.0/16");
    assertThat(cluster.spec().kubernetes().controlPlaneEndpoint()).isEqualTo("api.small.internal");
  }

  @Test
  void givenValuesThatTodaysRulesRefuseWhenBoundThenTheyAreKept() {
    JsonNode stored =
        stored(
            small()
                .replace("region: ap-northeast-2", "region: xx-gone-1")
                .replace(
                    "name: worker-2, types: [t3a.medium, t3.medium]",
                    "name: Worker_2, type: q9.tiny")
                .replace("name: metrics-server", "name: dropped-from-the-catalogue"));

    Cluster cluster = SpecificationReader.bind(stored);

    assertThat(cluster.spec().aws().region()).isEqualTo("xx-gone-1");
    assertThat(cluster.spec().nodes().getLast().name()).isEqualTo("Worker_2");
    assertThat(cluster.spec().nodes().getLast().type()).isEqualTo("q9.tiny");
    assertThat(cluster.spec().addons().getFirst().name()).isEqualTo("dropped-from-the-catalogue");
  }

  @Test
  void givenFieldsOfAnotherVersionWhenBoundThenUnknownOnesAreIgnoredAndMissingOnesHaveDefaults() {
    ObjectNode stored = (ObjectNode) stored(small());
    stored.put("retired", 1);
    ObjectNode spec = (ObjectNode) stored.get("spec");
    spec.putObject("bastion").put("type", "t3.nano");
    spec.put("onFailure", "explode");
    ObjectNode subnet = (ObjectNode) spec.at("/network/subnets/0");
    subnet.remove("public");
    subnet.putNull("zone");

    Cluster cluster = SpecificationReader.bind(stored);

    assertThat(cluster.spec().onFailure()).isEqualTo(OnFailure.HOLD);
    assertThat(cluster.spec().network().subnets().getFirst().isPublic()).isFalse();
    assertThat(cluster.spec().mirrors()).isEqualTo(MirrorsSpec.NONE);
    assertThat(cluster.spec().namespaces()).isEqualTo(List.of());
  }

  @Test
  void givenAValidSpecificationWhenBoundThenItIsWhatReadingGives() {
    JsonNode stored = stored(small());
    JsonNode copy = stored.deepCopy();

    assertThat(SpecificationReader.bind(stored)).isEqualTo(read(small()));
    assertThat(stored).as("the stored tree is not changed").isEqualTo(copy);
  }

  private static JsonNode stored(String yaml) {
    return JsonMapper.shared().readTree(new YamlText("test.yaml").read(yaml).tree().toString());
  }
}
