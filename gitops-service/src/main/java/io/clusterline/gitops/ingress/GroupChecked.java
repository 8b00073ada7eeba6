package io.clusterline.gitops.ingress;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.HostSpec;
import io.clusterline.spec.IngressSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The Ingresses fit together in this cluster, judged before any of them is applied: the controller
 * builds their load balancer as a whole, and one that it cannot use stops them all.
 *
 * @param group the settings of the whole group
 * @param cluster its name
 */
public record GroupChecked(
    List<HostSpec> hosts, IngressSpec group, String cluster, FormerIngresses former)
    implements Step<FrontContext, String> {

  public static final Kind<FrontContext, String> KIND =
      Kind.withoutResource("ingress-group", String.class);

  @Override
  public Kind<FrontContext, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return group.groupOf(cluster);
  }

  @Override
  public Found<String> find(FrontContext front) {
    KubernetesApi api = front.kubernetes();
    List<String> problems = new ArrayList<>();
    hosts.stream()
        .map(host -> new Backend(host.namespace(), host.service(), host.port()))
        .distinct()
        .forEach(backend -> problems.addAll(backend.problems(api)));
    hosts.forEach(host -> taken(api, host).ifPresent(problems::add));
    List<JsonNode> others = Ingresses.othersOf(api, key(), cluster);
    problems.addAll(new StrangersInGroup(hosts, group, others).problems());
    if (!problems.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.INGRESS_GROUP_BROKEN, "group " + key() + ": " + String.join("; ", problems));
    }
    return Found.inSync(hosts.size() + " Ingresses fit together");
  }

  /** An Ingress is applied by force: one of somebody else would be overwritten. */
  private Optional<String> taken(KubernetesApi api, HostSpec host) {
    ObjectRef ref = Ingresses.ref(host.namespace(), host.name());
    return api.get(ref)
        .filter(present -> !Ingresses.isOurs(present, cluster))
        .map(present ->
            "%s is not Clusterline's: it has no label %s=%s"
                .formatted(ref, Ingresses.OURS, cluster));
  }

  @Override
  public String apply(FrontContext front, Found<String> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
