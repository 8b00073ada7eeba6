package io.clusterline.infra;

import io.clusterline.event.Infrastructure;
import io.clusterline.infra.access.AccessSteps;
import io.clusterline.infra.iam.MachineGroup;
import io.clusterline.infra.machine.Image;
import io.clusterline.infra.machine.MachineSteps;
import io.clusterline.infra.network.NetworkSteps;
import io.clusterline.infra.preflight.CallerIdentity;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Outputs;
import java.util.stream.Collectors;

/** Collects the results of the stage's steps for the later stages. */
record BuiltInfrastructure(
    Cluster cluster,
    CallerIdentity account,
    Image image,
    NetworkSteps network,
    AccessSteps access,
    MachineSteps machines) {

  Infrastructure from(Outputs outputs) {
    return new Infrastructure(
        outputs.of(account),
        cluster.spec().aws().region(),
        outputs.of(network.vpc()),
        network.subnets().stream()
            .collect(Collectors.toMap(subnet -> subnet.spec().name(), outputs::of)),
        network.groups().stream()
            .collect(Collectors.toMap(group -> group.name().toString(), outputs::of)),
        outputs.of(access.profile(MachineGroup.CONTROL_PLANE).role()),
        outputs.of(access.profile(MachineGroup.CONTROL_PLANE)),
        outputs.of(access.images()).name(),
        outputs.of(image).loginUser(),
        outputs.of(access.sshKey()).secret(),
        outputs.of(machines.running()).machines());
  }
}
