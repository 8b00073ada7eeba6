package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.helm.HelmRequest.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmFailuresTest {

  private static final HelmRequest INSTALL =
      new HelmRequest(1, Operation.INSTALL, "atlantis", "atlantis", null, null);

  /** As API servers word it: the second half alone sounds like an unreachable cluster. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Internal error occurred: failed calling webhook \"vingress.elbv2.k8s.aws\": failed to call"
            + " webhook: no endpoints available for service \"x\" | WEBHOOK_UNAVAILABLE",
        "Internal error occurred: failed calling webhook \"check.policy.example.org\": failed to"
            + " call webhook: Post \"https://x\": connect: connection refused"
            + " | WEBHOOK_UNAVAILABLE",
        "admission webhook \"vingress.elbv2.k8s.aws\" denied the request: no | KUBERNETES_REJECTED",
        "Get \"https://api:6443\": connect: connection refused | KUBERNETES_UNREACHABLE"
      })
  void givenWhatHelmSaysWhenGivenACodeThenAWebhookThatDoesNotAnswerIsTriedAgainAndNamed(
      String said, ErrorCode code) {
    var failure = HelmFailures.of(INSTALL, said);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(said);
  }
}
