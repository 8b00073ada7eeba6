package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.CircuitOpenException;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.DocumentStore;
import io.clusterline.testkit.AwsStandIn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state store while S3 and Secrets Manager fail: nothing is lost, nothing is written twice. */
class StateFaultsTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final ClusterLocation MUMBAI = new ClusterLocation(null, "ap-south-1");

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final AwsStateStore store = open(6);

  private AwsStateStore open(int attempts) {
    StateCalls calls = new StateCalls(Resilience.measuredBy(metrics), attempts);
    return new AwsStateStore(new AwsClients(Optional.of(AWS.endpoint()), calls));
  }

  @BeforeEach
  void initialise() {
    store.initialise(MUMBAI);
  }

  @AfterEach
  void close() {
    AWS.noFaults();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown",
    "500, InternalError",
    "503, ServiceUnavailable",
    "409, ConditionalRequestConflict"
  })
  void givenS3Refuses_whenADocumentIsReplaced_thenWrittenOnce(int status, String code) {
    DocumentStore documents = store.documents(MUMBAI);
    String key = "clusters/refused/" + code + ".json";
    var first = documents.create(key, "{\"v\":1}");
    AWS.faults(
        Map.of("service", "s3", "action", "PutObject", "times", 2, "status", status, "code", code));

    var second = documents.replace(first, "{\"v\":2}");

    assertThat(AWS.faultHits()).isEqualTo(2);
    assertThat(documents.read(key)).contains(second);
    assertThat(retried("successful_with_retry")).isEqualTo(1);
  }

  @Test
  void givenAnswersLostTwice_whenADocumentIsReplaced_thenItIsOursAndNoConflict() {
    DocumentStore documents = store.documents(MUMBAI);
    var first = documents.create("clusters/lost/a.json", "{\"v\":1}");
    AWS.faults(Map.of("service", "s3", "action", "PutObject", "times", 2, "applyThenDrop", true));

    var second = documents.replace(first, "{\"v\":2}");

    assertThat(AWS.faultHits()).isGreaterThanOrEqualTo(1);
    assertThat(documents.read(first.key())).contains(second);
  }

  @Test
  void givenAConnectionThatIsDropped_whenReadListedAndDeleted_thenTriedAgain() {
    DocumentStore documents = store.documents(MUMBAI);
    var one = documents.create("clusters/dropped/a.json", "{}");
    AWS.faults(
        Map.of("service", "s3", "action", "GetObject", "times", 1, "drop", true),
        Map.of("service", "s3", "action", "ListObjectsV2", "times", 1, "drop", true),
        Map.of("service", "s3", "action", "DeleteObject", "times", 1, "applyThenDrop", true));

    assertThat(documents.read(one.key())).contains(one);
    assertThat(documents.list("clusters/dropped/")).containsExactly(one);
    documents.delete(one);

    assertThat(AWS.faultHits()).isEqualTo(3);
    assertThat(documents.read(one.key())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CreateSecret, true", "CreateSecret, false", "PutSecretValue, true"})
  void givenSecretsManagerDropsTheConnection_whenASecretIsPut_thenItIsThere(
      String action, boolean applied) {
    SecretStore secrets = store.secrets(MUMBAI);
    String name = "clusterline/faults/" + action + "/" + applied;
    if (action.equals("PutSecretValue")) {
      secrets.put(name, Secret.of("before"));
    }
    AWS.faults(
        Map.of(
            "service",
            "secretsmanager",
            "action",
            action,
            "times",
            1,
            applied ? "applyThenDrop" : "drop",
            true));

    SecretRef ref = secrets.put(name, Secret.of("after"));

    assertThat(AWS.faultHits()).isEqualTo(1);
    assertThat(secrets.get(ref).orElseThrow().reveal()).isEqualTo("after");
  }

  @Test
  void givenSecretsManagerFails_whenReadAndDeleted_thenTriedAgain() {
    SecretStore secrets = store.secrets(MUMBAI);
    SecretRef ref = secrets.put("clusterline/faults/read", Secret.of("x"));
    AWS.faults(
        Map.of(
            "service",
            "secretsmanager",
            "action",
            "GetSecretValue",
            "times",
            2,
            "status",
            500,
            "code",
            "InternalServiceError"),
        Map.of(
            "service",
            "secretsmanager",
            "action",
            "DeleteSecret",
            "times",
            1,
            "applyThenDrop",
            true));

    assertThat(secrets.get(ref)).isPresent();
    secrets.delete(ref);

    assertThat(AWS.faultHits()).isEqualTo(3);
    assertThat(secrets.get(ref)).isEmpty();
  }

  @Test
  void givenS3IsDownForLong_whenCalledOften_thenHeldBackByNameWhileSecretsAreServed() {
    try (AwsStateStore impatient = open(1)) {
      DocumentStore documents = impatient.documents(MUMBAI);
      AWS.faults(Map.of("service", "s3", "status", 503, "code", "ServiceUnavailable"));

      IntStream.range(0, 20)
          .forEach(i -> assertThatThrownBy(() -> documents.read("clusters/a.json")));

      assertThatThrownBy(() -> documents.read("clusters/a.json"))
          .isInstanceOfSatisfying(
              CircuitOpenException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
                assertThat(e.endpoint()).isEqualTo("state/S3/ap-south-1");
              });
      SecretRef ref = impatient.secrets(MUMBAI).put("clusterline/faults/held", Secret.of("x"));
      assertThat(impatient.secrets(MUMBAI).get(ref)).isPresent();
    }
  }

  @Test
  void givenARefusal_whenCalledOften_thenNothingIsHeldBack() {
    DocumentStore documents = store.documents(MUMBAI);
    AWS.faults(Map.of("service", "s3", "status", 403, "code", "AccessDenied"));

    IntStream.range(0, 30)
        .forEach(i ->
            assertThatThrownBy(() -> documents.read("clusters/a.json"))
                .isInstanceOfSatisfying(
                    ClusterlineException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.AWS_DENIED)));
  }

  private double retried(String kind) {
    return metrics
        .get("resilience4j.retry.calls")
        .tags("name", "state", "kind", kind)
        .functionCounter()
        .count();
  }
}
