package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedSubjectTest {

  @ParameterizedTest
  @CsvSource({
    "eco2, eco2",
    "prod.eu, invalid.prod-eu",
    "Prod_EU, invalid.prod-eu",
    "-prod-, invalid.prod",
    "a#b*c, invalid.a-b-c",
    "'', invalid",
    "'...', invalid",
    "클러스터, invalid"
  })
  void givenANameWhenItsMessageIsRefusedThenTheSubjectIsReadableAndNoOtherClusters(
      String given, String subject) {
    assertThat(RefusedSubject.of(given)).isEqualTo(subject);
  }

  @Test
  void givenALongHostileNameWhenItsMessageIsRefusedThenTheSubjectIsShortAndHarmless() {
    String subject = RefusedSubject.of("x\u001b[2J\u202e".repeat(1_000));

    assertThat(subject).matches("invalid\\.[-a-z0-9]{1,63}");
  }
}
