package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "\"}\"", "{\"writeId\":\"x\",\"document\":{}}"})
  void givenAnyDocument_whenSealedAndParsed_thenItIsTheSame(String document) {
    Envelope sealed = Envelope.wrap(document);

    assertThat(Envelope.parse(sealed.text())).isEqualTo(sealed);
  }

  @Test
  void givenTheSameDocumentTwice_whenSealed_thenTheBytesDiffer() {
    assertThat(Envelope.wrap("{}").text()).isNotEqualTo(Envelope.wrap("{}").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>", "{\"writeId\":\"a\"}"})
  void givenSomethingElse_whenParsed_thenRefused(String text) {
    assertThatThrownBy(() -> Envelope.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
