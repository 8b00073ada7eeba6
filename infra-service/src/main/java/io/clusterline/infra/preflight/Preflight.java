package io.clusterline.infra.preflight;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.machine.Image;
import io.clusterline.infra.machine.OfferedTypes;
import io.clusterline.infra.machine.Offerings;
import io.clusterline.infra.network.ExistingNetwork;
import io.clusterline.infra.preflight.CountQuota.Counted;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks before the first change. They run at once, and all that they find is reported: one
 * finding does not hide another.
 *
 * @param checked what is added through it waits for all of them
 */
public record Preflight(
    CallerIdentity account,
    Offerings offerings,
    Image image,
    Optional<ExistingNetwork> existing,
    StepGraph<Aws>.After checked) {

  public static final List<Kind<Aws, ?>> KINDS =
      List.of(
          CallerIdentity.KIND,
          VcpuQuota.KIND,
          CountQuota.KIND,
          RuleQuota.KIND,
          SubnetRoom.KIND,
          AccessRanges.KIND);

  public static Preflight add(StepGraph<Aws> graph, ClusterSpec spec, EgressSettings egress) {
    var account = graph.add(new CallerIdentity(spec.aws().accountId()));
    var offerings = graph.add(Offerings.of(spec));
    var image = graph.add(Image.of(spec));
    var existing = ExistingNetwork.add(graph, spec.network());
    List<Step<Aws, ?>> checks = new ArrayList<>(List.of(account, offerings, image));
    existing.ifPresentOrElse(
        network -> checks.addAll(List.of(network.vpc(), network.gateway())),
        () -> checks.add(graph.add(new CountQuota(Counted.VPCS))));
    checks.add(graph.add(new OfferedTypes(offerings)));
    checks.add(graph.add(VcpuQuota.of(offerings, spec)));
    checks.add(graph.add(RuleQuota.of(spec)));
    checks.add(graph.add(SubnetRoom.of(spec)));
    checks.add(graph.add(new CountQuota(Counted.ELASTIC_IPS)));
    checks.add(graph.add(new AccessRanges(spec.access(), egress)));
    return new Preflight(account, offerings, image, existing, graph.after(checks));
  }
}
