package io.clusterline.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.support.GenericMessage;

/** Events whose attributes are headers. */
class BinaryModeTest {

  private static Map<String, Object> headers(String prefix) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(prefix + "specversion", "1.0");
    headers.put(prefix + "id", "c12-1");
    headers.put(prefix + "source", "https://example.org/cases");
    headers.put(prefix + "type", "io.clusterline.ClusterRequested.v1");
    headers.put(prefix + "subject", "c12");
    headers.put(AmqpHeaders.CONTENT_TYPE, "application/json");
    return headers;
  }

  private static byte[] body() throws IOException {
    String file = "/cases/messages/c12-binary-mode-body.json";
    try (InputStream stream = BinaryModeTest.class.getResourceAsStream(file)) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_", "cloudevents:"})
  void givenAttributesAsHeadersWhenReadThenItIsTheEvent(String prefix) throws IOException {
    Delivery delivery = new Delivery(new GenericMessage<>(body(), headers(prefix)));

    Event<?> event = delivery.event();

    assertThat(event.id()).isEqualTo("c12-1");
    assertThat(event.subject()).isEqualTo("c12");
    assertThat(event.data())
        .isEqualTo(ClusterRequested.of(Json.MAPPER.readTree(body()).get("cluster")));
    assertThat(delivery.envelope().text("subject")).hasValue("c12");
  }

  @Test
  void givenOneThatIsTooLargeWhenItIsRefusedThenItIsUnderItsOwnClustersName() {
    byte[] large = new byte[BrokerLimits.LARGEST_MESSAGE + 1];
    Delivery delivery = new Delivery(new GenericMessage<>(large, headers("cloudEvents:")));

    assertThat(delivery.envelope().text("subject")).hasValue("c12");
    assertThat(delivery.envelope().text("id")).hasValue("c12-1");
    assertThatThrownBy(delivery::event).hasMessageContaining("it may have");
  }

  @Test
  void givenItWhenSentOnWithoutItsHeadersThenItIsStillTheEvent() throws IOException {
    Delivery delivery = new Delivery(new GenericMessage<>(body(), headers("cloudEvents:")));

    assertThat(CloudEventCodec.decode(delivery.body())).isEqualTo(delivery.event());
  }

  @Test
  void givenExactNumbersWhenReadThenTheyStayAsTheyWereWritten() {
    byte[] body = "{\"cluster\":{\"version\":1.10}}".getBytes(UTF_8);
    Delivery delivery = new Delivery(new GenericMessage<>(body, headers("cloudEvents:")));

    assertThat(delivery.text()).endsWith("\"data\":{\"cluster\":{\"version\":1.10}}}");
  }

  @Test
  void givenAGenerationAsTextOrNumberWhenReadThenItIsANumber() throws IOException {
    for (Object generation : new Object[] {7, 7L, "7"}) {
      Map<String, Object> headers = headers("cloudEvents:");
      headers.put("cloudEvents:generation", generation);

      assertThat(new Delivery(new GenericMessage<>(body(), headers)).event().generation())
          .isEqualTo(7);
    }
  }

  @Test
  void givenABodyThatIsNoJsonWhenReadThenItIsRefusedUnderItsOwnName() {
    Delivery delivery =
        new Delivery(new GenericMessage<>("cluster: {}".getBytes(UTF_8), headers("cloudEvents:")));

    assertThatThrownBy(delivery::event)
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining("not JSON");
    assertThat(delivery.envelope().text("subject")).hasValue("c12");
  }

  @Test
  void givenStructuredModeWhenReadThenHeadersChangeNothing() {
    byte[] body = "{\"subject\":\"other\"}".getBytes(UTF_8);
    Map<String, Object> headers = headers("cloudEvents:");
    headers.put(AmqpHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE + "; charset=utf-8");

    assertThat(new Delivery(new GenericMessage<>(body, headers)).body()).isSameAs(body);
  }
}
