package io.clusterline.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvelopeTest {

  @Test
  void givenAnEventWhenReadThenItsAttributesAreThereAndItsDataIsNot() {
    Envelope envelope =
        of("{'id': 'a', 'data': {'id': 'b', 'generation': 9}, 'generation': 3, 'subject': 's'}");

    assertThat(envelope.text("id")).contains("a");
    assertThat(envelope.text("subject")).contains("s");
    assertThat(envelope.text("data")).isEmpty();
    assertThat(envelope.generation()).contains(3L);
  }

  @Test
  void givenABodyThatEndsTooEarlyWhenReadThenWhatComesBeforeIsThere() {
    assertThat(of("{'id': 'a', 'data': {'x'").text("id")).contains("a");
  }

  @Test
  void givenSomethingElseWhenReadThenNothingIsThere() {
    assertThat(of("[]").texts()).isEmpty();
    assertThat(of("").texts()).isEmpty();
    assertThat(of("no JSON").texts()).isEmpty();
    assertThat(of("{'generation': 1e400, 'id': 3}").generation()).isEmpty();
    assertThat(of("{'generation': 99999999999999999999}").generation()).isEmpty();
  }

  @Test
  void givenThreeHundredThousandEmptyNodesWhenReadThenTheSubjectIsFound() {
    String nodes = "{},".repeat(300_000);

    assertThat(of("{'data': {'nodes': [" + nodes + "{}]}, 'subject': 's'}").text("subject"))
        .contains("s");
  }

  private static Envelope of(String json) {
    return Envelope.of(json.replace('\'', '"').getBytes(UTF_8));
  }
}
