package io.clusterline.gitops.ingress;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.spec.HostSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The Ingresses fit together in this cluster, judged before any of them is applied: the controller
 * builds their load balancer as a whole, and one that it cannot use stops them all.
 *
 * @param group its name
 */
public record GroupChecked(List<HostSpec> hosts, String group, FormerIngresses former)
    implements Step<FrontContext, String> {

  public static final Kind<FrontContext, String> KIND =
      Kind.withoutResource("ingress-group", String.class);

  @Override
  public Kind<FrontContext, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return group;
  }

  @Override
  public Found<String> find(FrontContext front) {
    KubernetesApi api = front.kubernetes();
    List<String> problems = new ArrayList<>();
    hosts.stream()
        .map(host -> new Backend(host.namespace(), host.service(), host.port()))
        .distinct()
        .forEach(backend -> problems.addAll(backend.problems(api)));
    var strangers = new StrangersInGroup(hosts, Ingresses.othersOf(api, group));
    problems.addAll(strangers.problems());
    if (!problems.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.INGRESS_GROUP_BROKEN, "group " + group + ": " + String.join("; ", problems));
    }
    return Found.inSync(hosts.size() + " Ingresses fit together");
  }

  @Override
  public String apply(FrontContext front, Found<String> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
