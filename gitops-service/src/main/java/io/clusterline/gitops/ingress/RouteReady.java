package io.clusterline.gitops.ingress;

import io.clusterline.event.FrontDoor.Route;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.spec.HostSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is behind a host: its Service is bound to a target group, and pods behind it are ready. Of
 * an add-on that is required. Of the users' own workloads it is reported, not required: a Service
 * that comes later is taken in by the controller.
 *
 * @param required whether the host is an add-on's
 */
public record RouteReady(
    HostIngress ingress, LoadBalancerAddress balancer, boolean required, Duration within)
    implements Step<FrontContext, Route> {

  public static final Kind<FrontContext, Route> KIND = Kind.withoutResource("route", Route.class);

  @Override
  public Kind<FrontContext, Route> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return ingress.key();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Route> find(FrontContext front) {
    return look(front).value().map(route -> remarked(front, route)).orElseGet(Found::missing);
  }

  private Found<Route> remarked(FrontContext front, Route route) {
    if (route.readyPods() == 0) {
      front.remark(
          "%s%s is answered with 503: no pod of %s is ready"
              .formatted(route.host(), route.path(), backend()));
    }
    return Found.inSync(route);
  }

  @Override
  public Route apply(FrontContext front, Found<Route> found) {
    return front
        .kubernetes()
        .await(
            Wait.until("the load balancer reaches ready pods of " + backend())
                .within(within)
                .orFail(ErrorCode.TARGETS_UNHEALTHY)
                .reporting(front::report),
            backend().watched(),
            () -> look(front));
  }

  private Backend backend() {
    HostSpec host = ingress.host();
    return new Backend(host.namespace(), host.service(), host.port());
  }

  private Seen<Route> look(FrontContext front) {
    KubernetesApi api = front.kubernetes();
    if (backend().find(api).isEmpty()) {
      return required
          ? Seen.notYet(backend() + " does not exist")
          : Seen.yes(route(front, Optional.empty(), 0));
    }
    Optional<JsonNode> binding = backend().binding(api);
    if (binding.isEmpty()) {
      return Seen.notYet("no TargetGroupBinding of " + backend());
    }
    int ready = backend().readyPods(api);
    return ready == 0 && required
        ? Seen.notYet("no pod of " + backend() + " is ready")
        : Seen.yes(route(front, binding, ready));
  }

  private Route route(FrontContext front, Optional<JsonNode> binding, int ready) {
    HostSpec host = ingress.host();
    return new Route(
        host.name(),
        host.namespace(),
        host.host(),
        host.path(),
        host.service(),
        host.port(),
        front.output(ingress).certificateArn(),
        binding
            .map(one -> one.at("/spec/targetGroupARN").asString(""))
            .filter(arn -> !arn.isEmpty())
            .orElse(null),
        ready);
  }
}
