package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.SecretRef;
import io.clusterline.testkit.AwsStandIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credentials that have ended, do not count yet, or may not: the first two pass, the last does not.
 */
class CredentialFaultsTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final ClusterLocation OSAKA = new ClusterLocation(null, "ap-northeast-3");

  private final AwsStateStore store =
      new AwsStateStore(
          new AwsClients(
              Optional.of(AWS.endpoint()),
              new StateCalls(Resilience.measuredBy(new SimpleMeterRegistry()), 3)));

  @BeforeEach
  void initialise() {
    store.initialise(OSAKA);
  }

  @AfterEach
  void close() {
    AWS.noFaults();
    store.close();
  }

  @Test
  void givenAnExpiredTokenWhenADocumentIsReadThenItMayBeReadLater() throws IOException {
    faults("b01-s3-expired-token");

    ClusterlineException failure = failure(() -> store.documents(OSAKA).read("clusters/a.json"));

    assertThat(failure.code()).isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
    assertThat(failure.code().retryable()).isTrue();
  }

  @Test
  void givenDeniedAccessWhenADocumentIsReadThenItIsFinal() throws IOException {
    faults("b01-s3-access-denied");

    ClusterlineException failure = failure(() -> store.documents(OSAKA).read("clusters/a.json"));

    assertThat(failure.code()).isEqualTo(ErrorCode.AWS_DENIED);
    assertThat(failure.code().retryable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "403, RequestTimeTooSkewed",
    "403, InvalidAccessKeyId",
    "400, TokenRefreshRequired",
    "400, ExpiredToken"
  })
  void givenS3DoesNotAcceptTheCredentialsNowWhenADocumentIsWrittenThenItMayBeLater(
      int status, String code) {
    AWS.faults(Map.of("service", "s3", "action", "PutObject", "status", status, "code", code));

    assertThat(failure(() -> store.documents(OSAKA).create("clusters/b.json", "{}")).code())
        .isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, The security token included in the request is expired",
    "UnrecognizedClientException, The security token included in the request is invalid.",
    "InvalidSignatureException, Signature not yet current: 20260101T000000Z is still later than x"
  })
  void givenSecretsManagerDoesNotAcceptTheCredentialsNowWhenASecretIsReadThenItMayBeLater(
      String code, String message) {
    AWS.faults(
        Map.of(
            "service",
            "secretsmanager",
            "action",
            "GetSecretValue",
            "status",
            400,
            "code",
            code,
            "message",
            message));

    assertThat(failure(() -> store.secrets(OSAKA).get(new SecretRef("clusterline/a/b/c"))).code())
        .isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
  }

  @Test
  void givenABucketNameThatBelongsToAnotherAccountWhenInitialisedThenThatIsReported()
      throws IOException {
    faults("b11-bucket-of-another");

    ClusterlineException failure = failure(() -> store.initialise(OSAKA));

    assertThat(failure.code()).isEqualTo(ErrorCode.STATE_BUCKET_TAKEN);
    assertThat(failure)
        .hasMessageContaining("clusterline-" + AwsStandIn.ACCOUNT + "-ap-northeast-3")
        .hasMessageContaining("belongs to another account");
  }

  /** The answer to HEAD has no body that could say so. */
  @Test
  void givenAWrongClockWhenInitialisedThenOnlyTheClockIsBlamed() {
    AWS.faults(
        Map.of("service", "s3", "action", "HeadBucket", "status", 403, "code", "Forbidden"),
        Map.of(
            "service",
            "s3",
            "action",
            "ListObjectsV2",
            "status",
            403,
            "code",
            "RequestTimeTooSkewed"));

    assertThat(failure(() -> store.initialise(OSAKA)).code())
        .isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
  }

  private static void faults(String name) throws IOException {
    String rules = Files.readString(Path.of("src/test/resources/faults", name + ".json"));
    AWS.faultRules(rules);
  }

  private static ClusterlineException failure(ThrowingCallable call) {
    ClusterlineException[] seen = new ClusterlineException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ClusterlineException.class, failure -> seen[0] = failure);
    return seen[0];
  }
}
