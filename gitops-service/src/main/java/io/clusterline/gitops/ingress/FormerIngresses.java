package io.clusterline.gitops.ingress;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.time.Duration;
import java.util.List;

/**
 * Deletes the Ingresses of hosts that left the specification, before the others are applied: one
 * that contradicts them would stop them all.
 *
 * @param cluster its name
 * @param wanted those that stay, as {@code namespace.name}
 */
public record FormerIngresses(String cluster, List<String> wanted)
    implements Step<FrontContext, String> {

  public static final Kind<FrontContext, String> KIND =
      Kind.withoutResource("former-ingresses", String.class);

  @Override
  public Kind<FrontContext, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "of-the-group";
  }

  @Override
  public Duration deadline() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Found<String> find(FrontContext front) {
    return former(front).isEmpty() ? Found.inSync("none") : Found.missing();
  }

  @Override
  public String apply(FrontContext front, Found<String> found) {
    List<ObjectRef> former = former(front);
    Ingresses.delete(front, former);
    return Ingresses.names(former);
  }

  private List<ObjectRef> former(FrontContext front) {
    return Ingresses.ours(front.kubernetes(), cluster).stream()
        .map(Ingresses::ref)
        .filter(ref -> !wanted.contains(HostIngress.key(ref.namespace(), ref.name())))
        .toList();
  }
}
