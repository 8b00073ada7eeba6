package io.clusterline.infra.access;

import io.clusterline.infra.aws.Aws;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;

/**
 * The login key of the machines: generated here, its private half only in the secret store. It is
 * stored before its public half is used, so a crash in between costs nothing.
 */
public record SshKey() implements Step<Aws, SshKey.Stored> {

  /** References to the private and the public half. */
  public record Stored(SecretRef secret, String publicKey) {}

  public static final Kind<Aws, Stored> KIND =
      Kind.of(
          "ssh-key",
          Stored.class,
          (aws, stored) -> aws.secrets().delete(stored.secret()),
          (aws, intent) -> Optional.of(new Stored(ref(aws), "")));

  @Override
  public Kind<Aws, Stored> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "main";
  }

  @Override
  public Found<Stored> find(Aws aws) {
    return stored(aws).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Stored apply(Aws aws, Found<Stored> found) {
    SecretRef ref = ref(aws);
    Ed25519 pair = Ed25519.random("clusterline-" + aws.cluster().name());
    aws.beforeMutation();
    aws.secrets().put(ref.name(), Secret.of(pair.privateKey()));
    return new Stored(ref, pair.publicKey());
  }

  private static SecretRef ref(Aws aws) {
    return SecretNames.of(aws.cluster(), SecretNames.SSH_KEY);
  }

  private static Optional<Stored> stored(Aws aws) {
    SecretRef ref = ref(aws);
    return aws.secrets()
        .get(ref)
        .map(secret -> new Stored(ref, OpenSshPrivateKey.publicKeyOf(secret.reveal())));
  }
}
