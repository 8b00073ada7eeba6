package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.event.Upcasters.Upcaster;
import io.clusterline.failure.ClusterlineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Events of older versions are still readable. */
class UpcastersTest {

  @ParameterizedTest
  @MethodSource("io.clusterline.event.OldEvents#all")
  void givenAnEventOfAnOlderVersionWhenReadThenItIsOneOfThePresentVersion(OldEvents old) {
    Event<?> read = CloudEventCodec.decode(written(old.type(), old.data()));

    assertThat(read).isEqualTo(Samples.enveloped(old.now()));
    assertThat(CloudEventCodec.text(read)).contains(read.type().cloudEventsType());
    assertThat(CloudEventCodec.decode(CloudEventCodec.encode(read))).isEqualTo(read);
  }

  @Test
  void givenTheUpcastersWhenListedThenEachHasASampleAndLeadsToAPresentType() {
    List<String> samples = OldEvents.all().map(OldEvents::type).toList();

    assertThat(Upcasters.ALL)
        .extracting(Upcaster::from)
        .containsExactlyInAnyOrderElementsOf(samples);
    assertThat(Upcasters.ALL)
        .allSatisfy(upcaster -> assertThat(Upcasters.typeOf(upcaster.from())).isPresent());
  }

  @ParameterizedTest
  @EnumSource
  void givenAVersionAfterTheFirstWhenTheOneBeforeArrivesThenItIsRead(EventType type) {
    String before = "io.clusterline." + type.data().getSimpleName() + ".v" + (type.version() - 1);

    assertThat(Upcasters.typeOf(before).isPresent()).isEqualTo(type.version() > 1);
  }

  @Test
  void givenAMisspeltFieldInAnOlderVersionWhenReadThenItIsRefusedAsWell() {
    OldEvents old = OldEvents.all().findFirst().orElseThrow();
    ObjectNode data = old.data().deepCopy();
    data.put("ifgeneration", 3);

    assertThatThrownBy(() -> CloudEventCodec.decode(written(old.type(), data)))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining("data.ifgeneration is not a field: did you mean ifGeneration?");
  }

  private static String written(String type, ObjectNode data) {
    Event<?> envelope = Samples.enveloped(new BuildCancelled(1, false, "", ""));
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(envelope));
    json.put("id", "id-of-" + Upcasters.typeOf(type).orElseThrow().routingWord());
    json.put("type", type);
    json.set("data", data);
    return json.toString();
  }
}
