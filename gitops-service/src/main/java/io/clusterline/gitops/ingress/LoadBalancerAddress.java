package io.clusterline.gitops.ingress;

import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The load balancer that all Ingresses share has a name in AWS' DNS. */
public record LoadBalancerAddress(List<HostIngress> ingresses, Duration within)
    implements Step<FrontContext, String> {

  public static final Kind<FrontContext, String> KIND =
      Kind.withoutResource("load-balancer", String.class);

  @Override
  public Kind<FrontContext, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "address";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(FrontContext front) {
    return look(front).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(FrontContext front, Found<String> found) {
    List<ObjectRef> refs = refs(front);
    return front
        .kubernetes()
        .await(
            Wait.until("the Ingresses share a load balancer with an address")
                .within(within)
                .orFail(ErrorCode.LOAD_BALANCER_NOT_READY)
                .reporting(front::report),
            Selection.ofKindsOf(refs),
            () -> look(front));
  }

  private List<ObjectRef> refs(FrontContext front) {
    return ingresses.stream().map(one -> front.output(one).ref()).toList();
  }

  private Seen<String> look(FrontContext front) {
    KubernetesApi api = front.kubernetes();
    Set<String> addresses = new TreeSet<>();
    List<ObjectRef> without = new ArrayList<>();
    for (ObjectRef ref : refs(front)) {
      String address = api.get(ref).map(Ingresses::address).orElse("");
      if (address.isEmpty()) {
        without.add(ref);
      } else {
        addresses.add(address);
      }
    }
    if (!without.isEmpty()) {
      return Seen.notYet("no address: " + Ingresses.names(without) + lastWarning(api, without));
    }
    return addresses.size() == 1
        ? Seen.yes(addresses.iterator().next())
        : Seen.notYet("several load balancers: " + String.join(", ", addresses));
  }

  /** The controller tells in an event what keeps it. */
  private static String lastWarning(KubernetesApi api, List<ObjectRef> of) {
    return of.stream()
        .flatMap(ref -> warning(api, ref).stream())
        .findFirst()
        .map(event ->
            " (%s: %s)"
                .formatted(event.path("reason").asString(""), event.path("message").asString("")))
        .orElse("");
  }

  private static Optional<JsonNode> warning(KubernetesApi api, ObjectRef ref) {
    return api
        .list(
            new Selection(
                "v1",
                "Event",
                ref.namespace(),
                "",
                "type=Warning,involvedObject.kind=Ingress,involvedObject.name=" + ref.name()))
        .stream()
        .max(Comparator.comparing(event -> event.path("lastTimestamp").asString("")));
  }
}
