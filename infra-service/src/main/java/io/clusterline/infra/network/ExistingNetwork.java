package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.NetworkSpec;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Optional;

/** What a cluster in somebody else's VPC finds there. */
public record ExistingNetwork(ExistingVpc vpc, ExistingInternetGateway gateway) {

  /** Empty when the cluster has a VPC of its own. */
  public static Optional<ExistingNetwork> add(StepGraph<Aws> graph, NetworkSpec spec) {
    String id = spec.existingVpcId();
    if (id == null) {
      return Optional.empty();
    }
    var others = List.of(spec.podCidr(), spec.serviceCidr());
    ExistingVpc vpc = graph.add(new ExistingVpc(id, spec.vpcCidr(), others));
    return Optional.of(new ExistingNetwork(vpc, graph.add(new ExistingInternetGateway(vpc))));
  }
}
