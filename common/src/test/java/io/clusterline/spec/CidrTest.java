package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CidrTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/16", "255.255.255.255/32", "192.168.128.0/17"})
  void givenARangeWhenParsedThenItPrintsAsItWasWritten(String text) {
    assertThat(Cidr.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.0.0.1/16,     host bits are set; the range is 10.0.0.0/16
          10.0.0.0/33,     prefix length 33 is not within 0–32
          10.0.256.0/24,   256 is more than an octet holds (255)
          10.0.0.0,        not an IPv4 range like 10.0.0.0/16
          ::/0,            not an IPv4 range like 10.0.0.0/16
          """)
  void givenAnotherTextWhenParsedThenTheMessageHasTheReason(String text, String reason) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/16, 10.0.1.0/24,  true,  true",
    "10.0.1.0/24, 10.0.0.0/16,  false, true",
    "10.0.0.0/16, 10.1.0.0/16,  false, false",
    "0.0.0.0/0,   10.1.0.0/16,  true,  true",
    "10.0.0.0/16, 10.0.0.0/16,  true,  true"
  })
  void givenTwoRangesWhenComparedThenContainsAndOverlapsHold(
      String left, String right, boolean contains, boolean overlaps) {
    Cidr range = Cidr.parse(left);
    assertThat(range.contains(Cidr.parse(right))).isEqualTo(contains);
    assertThat(range.overlaps(Cidr.parse(right))).isEqualTo(overlaps);
    assertThat(Cidr.parse(right).overlaps(range)).isEqualTo(overlaps);
  }

  @Test
  void givenARangeWhenAddressesAreCountedThenFirstAndLastAreThere() {
    Cidr range = Cidr.parse("10.0.255.0/24");
    assertThat(range.size()).isEqualTo(256);
    assertThat(range.address(0)).isEqualTo("10.0.255.0");
    assertThat(range.address(255)).isEqualTo("10.0.255.255");
    assertThat(range.contains("10.0.255.7")).isTrue();
    assertThat(range.contains("10.1.0.0")).isFalse();
    assertThatThrownBy(() -> range.address(256)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void givenARangeWhenWrittenAsJsonThenItIsAString() {
    String json = JsonMapper.shared().writeValueAsString(Cidr.parse("10.0.0.0/16"));
    assertThat(json).isEqualTo("\"10.0.0.0/16\"");
    assertThat(JsonMapper.shared().readValue(json, Cidr.class)).hasToString("10.0.0.0/16");
  }
}
