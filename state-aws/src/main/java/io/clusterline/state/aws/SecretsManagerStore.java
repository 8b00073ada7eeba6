package io.clusterline.state.aws;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets by name. A failure names the secret, never its value. */
final class SecretsManagerStore implements SecretStore {

  /** A forced deletion completes shortly after its answer; the name is in use until then. */
  private static final Duration DELETION_ENDS_WITHIN = Duration.ofMinutes(1);

  private final AwsClients clients;
  private final ClusterLocation location;

  SecretsManagerStore(AwsClients clients, ClusterLocation location) {
    this.clients = clients;
    this.location = location;
  }

  /** One token for all attempts: repeating the call creates no second version. */
  @Override
  public SecretRef put(String name, Secret secret) {
    String token = UUID.randomUUID().toString();
    return Wait.until("the name of secret " + name + " is free or in use")
        .within(DELETION_ENDS_WITHIN)
        .poll(() -> call("storing secret " + name, () -> tryPut(name, secret, token)));
  }

  private Seen<SecretRef> tryPut(String name, Secret secret, String token) {
    try {
      manager(client ->
          client.putSecretValue(
              r -> r.secretId(name).secretString(secret.reveal()).clientRequestToken(token)));
      return Seen.yes(new SecretRef(name));
    } catch (ResourceNotFoundException absent) {
      return tryCreate(name, secret, token);
    } catch (InvalidRequestException beingDeleted) {
      return Seen.notYet(String.valueOf(beingDeleted.getMessage()));
    }
  }

  private Seen<SecretRef> tryCreate(String name, Secret secret, String token) {
    try {
      manager(client ->
          client.createSecret(
              r -> r.name(name).secretString(secret.reveal()).clientRequestToken(token)));
      return Seen.yes(new SecretRef(name));
    } catch (ResourceExistsException | InvalidRequestException takenMeanwhile) {
      return Seen.notYet(String.valueOf(takenMeanwhile.getMessage()));
    }
  }

  @Override
  public Optional<Secret> get(SecretRef ref) {
    return call("reading secret " + ref.name(), () -> tryGet(ref));
  }

  private Optional<Secret> tryGet(SecretRef ref) {
    try {
      return Optional.of(
          Secret.of(
              manager(
                  client -> client.getSecretValue(r -> r.secretId(ref.name())).secretString())));
    } catch (ResourceNotFoundException | InvalidRequestException absentOrBeingDeleted) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(SecretRef ref) {
    call("deleting secret " + ref.name(), () -> tryDelete(ref));
  }

  private boolean tryDelete(SecretRef ref) {
    try {
      manager(client ->
          client.deleteSecret(r -> r.secretId(ref.name()).forceDeleteWithoutRecovery(true)));
      return true;
    } catch (ResourceNotFoundException alreadyGone) {
      return false;
    }
  }

  private <T> T call(String doing, Supplier<T> call) {
    return clients.calls().run("SecretsManager", location.region(), doing, call);
  }

  private <T> T manager(Function<SecretsManagerClient, T> use) {
    return clients.secrets(location, use);
  }
}
