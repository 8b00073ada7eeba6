package io.clusterline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import io.clusterline.Json;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our codec and the CloudEvents project's own JSON format understand each other. */
class CloudEventConformanceTest {

  private static final EventFormat THEIRS = new JsonFormat();

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventOfOursWhenTheyReadItThenEveryAttributeIsThere(Event<?> event) {
    CloudEvent read = THEIRS.deserialize(CloudEventCodec.encode(event));

    assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(read.getId()).isEqualTo(event.id());
    assertThat(read.getSource()).isEqualTo(URI.create(event.source()));
    assertThat(read.getType()).isEqualTo(event.type().cloudEventsType());
    assertThat(read.getSubject()).isEqualTo(event.subject());
    assertThat(read.getTime().toInstant()).isEqualTo(event.time());
    assertThat(read.getDataContentType()).isEqualTo("application/json");
    assertThat(read.getDataSchema()).isEqualTo(URI.create(event.type().dataSchema()));
    assertThat(read.getExtension("clusteruid")).isEqualTo(event.clusterUid());
    assertThat(((Number) read.getExtension("generation")).longValue())
        .isEqualTo(event.generation());
    assertThat(read.getExtension("correlationid")).isEqualTo(event.correlationId());
    assertThat(read.getExtension("causationid")).isEqualTo(event.causationId());
    assertThat(read.getExtension("traceparent")).isEqualTo(event.traceparent());
    assertThat(Json.MAPPER.readTree(read.getData().toBytes()))
        .isEqualTo(Json.MAPPER.readTree(CloudEventCodec.encode(event)).get("data"));
  }

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventThatTheyHaveReadAndWrittenWhenWeReadItThenItIsTheSame(Event<?> event) {
    byte[] throughThem = THEIRS.serialize(THEIRS.deserialize(CloudEventCodec.encode(event)));

    assertThat(CloudEventCodec.decode(throughThem)).isEqualTo(event);
  }

  @Test
  void givenARequestThatTheyWriteWhenWeReadItThenItsNumbersAreAsTheyWereWritten() {
    byte[] written = THEIRS.serialize(request("application/json"));

    assertThat(new String(CloudEventCodec.encode(CloudEventCodec.decode(written)), UTF_8))
        .contains("\"version\":1.10,\"size\":1e3".replace("1e3", "1E+3"));
  }

  @Test
  void givenARequestThatTheyWriteInBase64WhenWeReadItThenItIsTheSame() {
    byte[] plain = THEIRS.serialize(request("application/json"));
    byte[] base64 = THEIRS.serialize(request("application/octet-stream"));

    assertThat(new String(base64, UTF_8)).contains("data_base64");
    assertThat(CloudEventCodec.decode(base64)).isEqualTo(CloudEventCodec.decode(plain));
  }

  private static CloudEvent request(String contentType) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("https://example.org/somebody"))
        .withType(EventType.CLUSTER_REQUESTED.cloudEventsType())
        .withSubject("small")
        .withData(contentType, Samples.bytes("{\"cluster\":{\"version\":1.10,\"size\":1e3}}"))
        .build();
  }
}
