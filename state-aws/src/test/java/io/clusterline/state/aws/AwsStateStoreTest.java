package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.AllowedLocations;
import io.clusterline.state.DocumentStore.Document;
import io.clusterline.state.LocationNotAllowedException;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class AwsStateStoreTest {

  private static final ClusterLocation TOKYO = new ClusterLocation(null, "ap-northeast-1");
  private static StateStore state;

  @BeforeAll
  static void open() {
    AwsStandIn.shared();
    state = StateStore.open();
  }

  @AfterAll
  static void close() {
    state.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "eu-central-1"})
  void givenNoBucket_whenInitialisedTwice_thenMadeOnceVersionedEncryptedAndPrivate(String region) {
    ClusterLocation location = new ClusterLocation(AwsStandIn.ACCOUNT, region);

    String first = state.initialise(location);
    String second = state.initialise(location);

    String name = "clusterline-" + AwsStandIn.ACCOUNT + "-" + region;
    assertThat(first).isEqualTo("state bucket " + name + " was made");
    assertThat(second).isEqualTo("state bucket " + name + " was there, as it must be");
    try (AwsClients clients = clients(AwsStandIn.shared().endpoint())) {
      clients.s3(
          location,
          s3 -> {
            assertPrivate(s3, name);
            return name;
          });
    }
  }

  private static AwsClients clients(URI endpoint) {
    return new AwsClients(
        Optional.of(endpoint), new StateCalls(Resilience.measuredBy(new SimpleMeterRegistry()), 2));
  }

  private static void assertPrivate(S3Client s3, String name) {
    assertThat(s3.getBucketVersioning(r -> r.bucket(name)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    assertThat(s3.getBucketEncryption(r -> r.bucket(name)).toString()).contains("AES256");
    var block = s3.getPublicAccessBlock(r -> r.bucket(name)).publicAccessBlockConfiguration();
    assertThat(block.blockPublicAcls() && block.blockPublicPolicy()).isTrue();
    assertThat(block.ignorePublicAcls() && block.restrictPublicBuckets()).isTrue();
    assertThat(s3.getBucketLifecycleConfiguration(r -> r.bucket(name)).rules()).hasSize(1);
  }

  @Test
  void givenCredentialsOfAnotherAccount_whenUsed_thenWrongAccountBeforeAnythingIsMade() {
    ClusterLocation elsewhere = new ClusterLocation("999999999999", "eu-north-1");

    assertThatThrownBy(() -> state.initialise(elsewhere))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.WRONG_ACCOUNT);
              assertThat(e).hasMessageContainingAll(AwsStandIn.ACCOUNT, "999999999999");
            });
    assertThatThrownBy(() -> state.documents(elsewhere)).isInstanceOf(ClusterlineException.class);
    assertThatThrownBy(() -> state.secrets(elsewhere)).isInstanceOf(ClusterlineException.class);
  }

  @Test
  void givenARoleInAnotherAccount_whenUsed_thenStateAndSecretsAreThereAndNotInOurs() {
    String account = "210987654321";
    String role = "arn:aws:iam::" + account + ":role/builder";
    ClusterLocation theirs = new ClusterLocation(account, "eu-west-2", role);
    ClusterLocation ours = new ClusterLocation(null, "eu-west-2");

    assertThat(state.initialise(theirs)).contains("clusterline-" + account + "-eu-west-2");
    Document written = state.documents(theirs).create("clusters/eco2/cluster.json", "{\"v\":1}");
    SecretRef ref = state.secrets(theirs).put("clusterline/eco2/uid/ssh-key", Secret.of("one"));

    assertThat(state.documents(theirs).read(written.key())).contains(written);
    assertThat(state.secrets(theirs).get(ref)).isPresent();
    assertThat(state.secrets(ours).get(ref)).isEmpty();
    assertThatThrownBy(() -> state.documents(ours).read(written.key()))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_NOT_INITIALISED));
  }

  @Test
  void givenARoleInAnotherAccountThanTheSpecifications_whenUsed_thenWrongAccount() {
    String role = "arn:aws:iam::210987654321:role/builder";

    assertThatThrownBy(
            () -> state.documents(new ClusterLocation(AwsStandIn.ACCOUNT, "eu-west-2", role)))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_ACCOUNT));
  }

  @Test
  void givenALocationThatIsNotAllowed_whenUsed_thenRefusedBeforeAnyCall() {
    AllowedLocations allowed =
        new AllowedLocations(Set.of("210987654321"), Set.of("eu-west-2"), Set.of());
    try (var store = new AwsStateStore(clients(AwsStandIn.shared().endpoint()), allowed)) {
      AwsStandIn.shared().resetCalls();
      assertThatThrownBy(() -> store.documents(TOKYO))
          .isInstanceOf(LocationNotAllowedException.class)
          .hasMessageContaining("spec.aws.region");
      assertThat(AwsStandIn.shared().calls().get("calls").toString()).doesNotContain("sts");

      assertThatThrownBy(() -> store.secrets(new ClusterLocation(null, "eu-west-2")))
          .describedAs("the account of the credentials is not named, and not allowed")
          .isInstanceOf(LocationNotAllowedException.class)
          .hasMessageContaining("spec.aws.accountId");
    }
  }

  @Test
  void givenASecret_whenPutTwiceReadAndDeletedTwice_thenTheLastValueAndThenNothing() {
    SecretStore secrets = state.secrets(TOKYO);
    String name = "clusterline/eco2/uid/host-key/k8s-master";

    SecretRef ref = secrets.put(name, Secret.of("one"));
    secrets.put(name, Secret.of("two\nlines"));

    assertThat(ref.name()).isEqualTo(name);
    assertThat(secrets.get(ref).orElseThrow().reveal()).isEqualTo("two\nlines");
    secrets.delete(ref);
    secrets.delete(ref);
    assertThat(secrets.get(ref)).isEmpty();
  }

  @Test
  void givenADeletedSecret_whenPutAgain_thenItIsThere() {
    SecretStore secrets = state.secrets(TOKYO);
    SecretRef ref = secrets.put("clusterline/again/uid/join-token", Secret.of("one"));
    secrets.delete(ref);

    secrets.put(ref.name(), Secret.of("two"));

    assertThat(secrets.get(ref).orElseThrow().reveal()).isEqualTo("two");
  }

  @Test
  void givenNoServerAtTheEndpoint_whenUsed_thenAwsUnavailable() {
    try (var store = new AwsStateStore(clients(URI.create("http://127.0.0.1:9")))) {
      assertThatThrownBy(() -> store.documents(TOKYO))
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE));
    }
  }
}
