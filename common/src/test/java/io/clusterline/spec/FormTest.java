package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormTest {

  @ParameterizedTest
  @EnumSource(TextFormat.class)
  void givenAFormWhenItsExampleIsMatchedThenItFits(TextFormat form) {
    assertThat(form.matches(form.example())).isTrue();
    assertThat(form.matches(form.example() + "\n")).isFalse();
    assertThat(form.matches("a\u0000")).isFalse();
  }

  /** Hostile length must neither take long nor overflow the stack of a recursive matcher. */
  @ParameterizedTest
  @EnumSource(TextFormat.class)
  void givenHalfAMegabyteWhenMatchedThenItIsRefusedAtOnce(TextFormat form) {
    for (String piece : new String[] {"a", "a.", "a/", "/", "1", "-", "a-", "1."}) {
      assertThat(form.matches(piece.repeat(500_000 / piece.length()) + "$")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_NAME, a, true",
    "CLUSTER_NAME, 1a, false",
    "DNS_LABEL, 1a, true",
    "DNS_NAME, api.eco2.internal, true",
    "DNS_NAME, 10.0.0.1, false",
    "LABEL_KEY, node-role.kubernetes.io/api, true",
    "LABEL_KEY, a/b/c, false",
    "LABEL_VALUE, '', true",
    "REGION, us-gov-west-1, true",
    "ZONE, us-east-1-bos-1a, false",
    "INSTANCE_TYPE, u-6tb1.56xlarge, true",
    "REPOSITORY_PATH, ., true",
    "REPOSITORY_PATH, a/../../etc, false",
    "RULE_PATH, /, true",
    "RULE_PATH, /a.b/..c/, true",
    "RULE_PATH, /a/./b, false",
    "RULE_PATH, /.., false",
    "RULE_PATH, /a%2fb, false",
    "URL, https://example.org:8443/a/b, true",
    "URL, https://me@example.org, false",
    "URL, file:///etc/passwd, false",
    "IMAGE_PREFIX, 127.0.0.1:5000/mirror, true",
    "AMI_NAME, ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*, true"
  })
  void givenATextWhenMatchedThenTheFormDecides(TextFormat form, String text, boolean fits) {
    assertThat(form.matches(text)).isEqualTo(fits);
  }

  @Test
  void givenNamesOfTheGreatestLengthWhenMatchedThenOneMoreCharacterIsTooMany() {
    assertThat(TextFormat.CLUSTER_NAME.matches("x".repeat(40))).isTrue();
    assertThat(TextFormat.CLUSTER_NAME.matches("x".repeat(41))).isFalse();
    assertThat(TextFormat.RULE_PATH.matches("/" + "x".repeat(125))).isTrue();
    assertThat(TextFormat.RULE_PATH.matches("/" + "x".repeat(126))).isFalse();
    assertThat(TextFormat.DNS_LABEL.matches("x".repeat(63))).isTrue();
    assertThat(TextFormat.DNS_LABEL.matches("x".repeat(64))).isFalse();
    assertThat(TextFormat.LABEL_VALUE.matches("x".repeat(63))).isTrue();
    assertThat(TextFormat.LABEL_VALUE.matches("x".repeat(64))).isFalse();
  }
}
