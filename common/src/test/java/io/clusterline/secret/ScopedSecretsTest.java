package io.clusterline.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopedSecretsTest {

  private final Map<String, Secret> stored = new ConcurrentHashMap<>();
  private final ScopedSecrets secrets = new ScopedSecrets(new Memory(), "eco2", "uid-1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterline/eco2/uid-1/ssh-key",
        "clusterline/eco2/uid-1/first-contact-seed",
        "clusterline/eco2/uid-1/join-token",
        "clusterline/eco2/uid-1/kubeconfig",
        "clusterline/eco2/uid-1/addon/grafana-admin",
        "clusterline/eco2/uid-1/host-key/k8s-master.1"
      })
  void givenAnOwnSecretWhenItIsUsedThenItIsStoredReadAndDeleted(String name) {
    SecretRef ref = secrets.put(name, Secret.of("one"));

    assertThat(secrets.get(ref).orElseThrow().reveal()).isEqualTo("one");
    secrets.delete(ref);
    assertThat(stored).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterline/eco2/uid-2/ssh-key",
        "clusterline/other/uid-1/ssh-key",
        "clusterline/eco2/uid-1",
        "clusterline/eco2/uid-1/",
        "clusterline/eco2/uid-10/ssh-key",
        "clusterline/eco2/uid-1/../uid-2/ssh-key",
        "clusterline/eco2/uid-1/./ssh-key",
        "clusterline/eco2/uid-1//ssh-key",
        "clusterline/eco2/uid-1/ssh-key\n",
        "Clusterline/eco2/uid-1/ssh-key",
        "/clusterline/eco2/uid-1/ssh-key",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:clusterline/eco2/uid-1/ssh-key",
        "production/database",
        ""
      })
  void givenASecretOfAnotherClusterWhenItIsUsedThenTheStoreIsNotAsked(String name) {
    Secret theirs = Secret.of("theirs");
    stored.put(name, theirs);

    assertForged(() -> secrets.get(new SecretRef(name)));
    assertForged(() -> secrets.put(name, Secret.of("mine")));
    assertForged(() -> secrets.delete(new SecretRef(name)));
    assertThat(stored).containsOnly(Map.entry(name, theirs));
  }

  @ParameterizedTest
  @CsvSource({"a/b, c", "a, b/c", "'', c", "a, ''", ".., c", "a, .."})
  void givenANameThatCouldMatchAnotherClusterWhenItIsAScopeThenItIsRefused(
      String cluster, String uid) {
    assertForged(() -> new SecretScope(cluster, uid));
  }

  @Test
  void givenANameWhenItsReferenceIsMadeThenTheScopeOwnsIt() {
    SecretScope scope = new SecretScope("eco2", "uid-1");

    assertThat(scope.ref("addon/x").name()).isEqualTo("clusterline/eco2/uid-1/addon/x");
    assertThat(scope.contains(scope.ref("addon/x"))).isTrue();
    assertForged(() -> scope.ref("../uid-2/x"));
  }

  private static void assertForged(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORGED_EVENT));
  }

  private final class Memory implements SecretStore {
    @Override
    public SecretRef put(String name, Secret secret) {
      stored.put(name, secret);
      return new SecretRef(name);
    }

    @Override
    public Optional<Secret> get(SecretRef ref) {
      return Optional.ofNullable(stored.get(ref.name()));
    }

    @Override
    public void delete(SecretRef ref) {
      stored.remove(ref.name());
    }
  }
}
