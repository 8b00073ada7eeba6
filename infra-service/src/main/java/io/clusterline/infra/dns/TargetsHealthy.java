package io.clusterline.infra.dns;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor.Route;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The load balancer has a healthy target for the Ingress: AWS' own word. It waits only where a pod
 * is ready; without one the answer is 503, and that is the workload's state, not the line's.
 *
 * @param route with its target group
 */
public record TargetsHealthy(Route route, Duration within) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("targets", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return route.namespace() + "." + route.ingress();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(Aws aws) {
    return look(aws).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return Wait.until("the load balancer has a healthy target for " + key())
        .within(within)
        .orFail(ErrorCode.TARGETS_UNHEALTHY)
        .reporting(aws::report)
        .poll(() -> look(aws));
  }

  private Seen<String> look(Aws aws) {
    List<TargetHealthDescription> targets =
        aws.elb(c -> c.describeTargetHealth(r -> r.targetGroupArn(route.targetGroup())))
            .targetHealthDescriptions();
    long healthy = targets.stream().filter(TargetsHealthy::isHealthy).count();
    return healthy > 0 || route.readyPods() == 0
        ? Seen.yes("%d of %d healthy".formatted(healthy, targets.size()))
        : Seen.notYet(targets.isEmpty() ? "no target" : why(targets.getFirst()));
  }

  private static boolean isHealthy(TargetHealthDescription target) {
    return target.targetHealth().state() == TargetHealthStateEnum.HEALTHY;
  }

  private static String why(TargetHealthDescription target) {
    var health = target.targetHealth();
    return "%s is %s: %s %s"
        .formatted(
            target.target().id(),
            health.stateAsString(),
            health.reasonAsString(),
            health.description());
  }

  Evidence evidence(String seen, How how) {
    return new Evidence(check(route), how, seen);
  }

  /** Of an Ingress without a target group. */
  static Evidence without(Route route) {
    String reason =
        route.readyPods() == 0
            ? "no pod is ready behind " + route.service() + ": the answer is 503"
            : "the load balancer has no target group that could be asked";
    return new Evidence(check(route), How.SKIPPED, reason);
  }

  private static String check(Route route) {
    return "the targets of " + route.host() + route.path() + " are healthy";
  }
}
