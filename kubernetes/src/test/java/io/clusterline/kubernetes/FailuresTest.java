package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.kubernetes.client.openapi.models.V1Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | Internal error occurred: failed calling webhook "a.example.org": no endpoints available | WEBHOOK_UNAVAILABLE
          500 | Internal error occurred: etcdserver: leader changed                                     | KUBERNETES_UNREACHABLE
          500 | failed to create typed patch object (/x): .spec.severity: field not declared in schema   | KUBERNETES_REJECTED
          403 | admission webhook "a.example.org" denied the request: no                                | KUBERNETES_REJECTED
          422 | spec.replicas: Invalid value                                                            | KUBERNETES_REJECTED
          """)
  void givenARefusalWhenTypedThenAWebhookThatDoesNotAnswerIsToldFromTheServerAndFromARefusal(
      int status, String message, ErrorCode code) {
    KubernetesException failure =
        Failures.refused("PATCH x", status, new V1Status().message(message));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(message);
  }
}
