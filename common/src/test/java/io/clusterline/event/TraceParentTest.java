package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String VALID = "00-" + TRACE + "-" + SPAN + "-01";

  private static Event<?> requestWith(Object traceparent) {
    Event<?> request =
        Samples.all().filter(event -> event.type().isRequest()).findFirst().orElseThrow();
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(request));
    json.set("traceparent", Json.MAPPER.valueToTree(traceparent));
    return CloudEventCodec.decode(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givenAValidOneWhenParsedThenItIsWhatWasWritten() {
    TraceParent parent = TraceParent.parse(VALID).orElseThrow();

    assertThat(parent).isEqualTo(new TraceParent(TRACE, SPAN)).hasToString(VALID);
    assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-00-later")).contains(parent);
    assertThat(requestWith(VALID).traceparent()).isEqualTo(VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-" + TRACE + "-" + SPAN + "-01\n",
        "00-" + TRACE + "-" + SPAN + "-01\u001b[2J",
        "<script>"
      })
  void givenAnythingElseWhenItComesWithARequestThenItIsIgnored(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
    assertThat(requestWith(text).traceparent()).isNull();
  }

  @Test
  void givenNoTextAtAllWhenItComesWithARequestThenTheRequestIsTakenWithoutIt() {
    assertThat(requestWith(12).traceparent()).isNull();
    assertThat(requestWith(new int[] {1}).traceparent()).isNull();
    assertThat(requestWith(VALID + "-" + "x".repeat(100_000)).traceparent()).isNull();
  }
}
