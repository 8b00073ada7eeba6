package io.clusterline.infra.access;

import io.clusterline.infra.aws.Aws;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The secret from which the machines' first-contact host keys are derived: one secret instead of
 * one per machine, and the same keys again after a crash.
 */
public record FirstContactSeed() implements Step<Aws, SecretRef> {

  public static final Kind<Aws, SecretRef> KIND =
      Kind.of(
          "first-contact-seed",
          SecretRef.class,
          (aws, ref) -> aws.secrets().delete(ref),
          (aws, intent) -> Optional.of(ref(aws)));

  @Override
  public Kind<Aws, SecretRef> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "main";
  }

  @Override
  public Found<SecretRef> find(Aws aws) {
    return aws.secrets().get(ref(aws)).isPresent() ? Found.inSync(ref(aws)) : Found.missing();
  }

  @Override
  public SecretRef apply(Aws aws, Found<SecretRef> found) {
    byte[] seed = new byte[Ed25519.SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    aws.beforeMutation();
    return aws.secrets().put(ref(aws).name(), Secret.of(HexFormat.of().formatHex(seed)));
  }

  private static SecretRef ref(Aws aws) {
    return SecretNames.of(aws.cluster(), SecretNames.FIRST_CONTACT_SEED);
  }
}
