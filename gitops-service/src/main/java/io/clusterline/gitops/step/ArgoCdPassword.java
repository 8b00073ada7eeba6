package io.clusterline.gitops.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The password of Argo CD's user {@code admin}. Argo CD's server generates the first one and leaves
 * it readable in the cluster; this step replaces it by one of the secret store and deletes the
 * first. The secret store is authoritative: what is put there counts from the next apply on.
 *
 * @param argoCd its chart has created the Secret that holds the hash
 */
public record ArgoCdPassword(AddonHealthy argoCd) implements Step<Platform, ArgoCdPassword.Made> {

  /**
   * The recorded value.
   *
   * @param stored the password, in the secret store
   * @param madeIn the newest generation that has generated it
   */
  public record Made(SecretRef stored, @Nullable Long madeIn) {}

  public static final Kind<Platform, Made> KIND =
      Kind.<Platform, Made>of(
              "argo-cd-password",
              Made.class,
              (platform, made) -> platform.secrets().delete(made.stored()),
              (platform, intent) -> Optional.of(new Made(stored(platform.cluster()), null)))
          .inClusterBut((platform, made) -> platform.secrets().delete(made.stored()));

  private static final String HASH = "admin.password";
  private static final String CHANGED_AT = "admin.passwordMtime";

  @Override
  public Kind<Platform, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "admin";
  }

  @Override
  public Found<Made> find(Platform platform) {
    Optional<Secret> password = platform.secrets().get(stored(platform.cluster()));
    Optional<JsonNode> there = platform.kubernetes().get(hashes());
    if (password.isEmpty() || there.isEmpty()) {
      return Found.missing();
    }
    Made made = new Made(stored(platform.cluster()), madeIn(platform));
    if (isToRotate(platform)) {
      return Found.drifted(made, new Change(HASH, "of an earlier request", "a new one"));
    }
    if (!matches(password.get(), there.get())) {
      return Found.drifted(made, new Change(HASH, "another password", "as in the secret store"));
    }
    return platform.kubernetes().get(first()).isPresent()
        ? Found.drifted(made, new Change("argocd-initial-admin-secret", "readable", "deleted"))
        : Found.inSync(made);
  }

  @Override
  public Made apply(Platform platform, Found<Made> found) {
    SecretRef ref = stored(platform.cluster());
    Optional<Secret> kept = platform.secrets().get(ref).filter(old -> !isToRotate(platform));
    Secret password = kept.orElseGet(() -> generate(platform, ref));
    platform
        .kubernetes()
        .change(
            hashes(),
            now ->
                matches(password, now) ? Optional.empty() : Optional.of(patch(platform, password)));
    platform.kubernetes().delete(first());
    long now = platform.cluster().generation();
    return kept.isPresent() ? new Made(ref, madeIn(platform)) : new Made(ref, now);
  }

  /** Once for each request; after a crash in between, the newer of two new ones counts. */
  private static boolean isToRotate(Platform platform) {
    Long madeIn = madeIn(platform);
    return platform.rotation().filter(asked -> madeIn == null || asked > madeIn).isPresent();
  }

  private static @Nullable Long madeIn(Platform platform) {
    return platform.recorded(KIND).map(Made::madeIn).orElse(null);
  }

  private static Secret generate(Platform platform, SecretRef ref) {
    Secret password = Secret.of(RandomText.generate());
    platform.secrets().put(ref.name(), password);
    return password;
  }

  /** The hash cannot be compared as text: each has a salt of its own. */
  private static boolean matches(Secret password, JsonNode hashes) {
    String hash = hashes.path("data").path(HASH).asString("");
    return !hash.isEmpty()
        && new BCryptPasswordEncoder()
            .matches(password.reveal(), new String(Base64.getDecoder().decode(hash), UTF_8));
  }

  /** A session that is older than the change is no longer valid. */
  private static ObjectNode patch(Platform platform, Secret password) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    ObjectNode data = patch.putObject("stringData");
    data.put(HASH, new BCryptPasswordEncoder().encode(password.reveal()));
    data.put(CHANGED_AT, platform.now().toString());
    return patch;
  }

  /** {@code clusterline/<cluster>/<uid>/addon/argocd-admin}. */
  static SecretRef stored(ClusterRef cluster) {
    return new SecretScope(cluster.name(), cluster.uid()).ref("addon/argocd-admin");
  }

  private static ObjectRef hashes() {
    return ObjectRef.namespaced("v1", "Secret", GitOpsProject.NAMESPACE, "argocd-secret");
  }

  /** Made by Argo CD's server when there is no password yet. */
  private static ObjectRef first() {
    return ObjectRef.namespaced(
        "v1", "Secret", GitOpsProject.NAMESPACE, "argocd-initial-admin-secret");
  }
}
