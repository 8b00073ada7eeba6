package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource({
    "kubeadm join api:6443 --token abcdef.0123456789abcdef --v=5, 0123456789abcdef",
    "client-key-data: S0VZ, S0VZ",
    "password=hunter2 is wrong, hunter2"
  })
  void givenALineWithASecretWhenItTravelsThenTheSecretDoesNot(String line, String secret) {
    assertThat(Redaction.of(line)).doesNotContain(secret).contains("[redacted]");
  }

  @ParameterizedTest
  @CsvSource({
    "[preflight] Running pre-flight checks",
    "error execution phase preflight: couldn't validate the identity of the API Server",
    "unable to fetch registry.k8s.io/kube-apiserver:v1.36.3"
  })
  void givenAnOrdinaryLineWhenItTravelsThenItIsUnchanged(String line) {
    assertThat(Redaction.of(line)).isEqualTo(line);
  }
}
