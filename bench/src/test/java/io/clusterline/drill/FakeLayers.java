package io.clusterline.drill;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterReady;
import io.clusterline.event.CniApplied;
import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.EdgeReady;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.IngressReady;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.StageName;
import io.clusterline.testkit.SampleInfrastructure;
import java.nio.file.Path;
import java.util.List;

/** Fake layers of all stages. */
record FakeLayers(Path worlds, Disturbance disturbance) {

  FakeLayers(Path worlds) {
    this(worlds, Disturbance.NONE);
  }

  /** In the order of a build. */
  List<FakeLayer<?>> all() {
    return List.of(infra(), bootstrap(), cni(), network(), addons(), edge(), ingress(), dns());
  }

  static final ControlPlane CONTROL_PLANE =
      SampleInfrastructure.controlPlane("clusterline/drill/uid/kubeconfig");

  private static final Infrastructure INFRASTRUCTURE =
      SampleInfrastructure.of("clusterline/drill/uid/ssh-key");

  FakeLayer<ClusterAccepted> infra() {
    return new FakeLayer<>(
        StageName.INFRA,
        ClusterAccepted.class,
        worlds,
        6,
        false,
        disturbance,
        accepted -> new InfraReady(accepted.cluster(), INFRASTRUCTURE));
  }

  FakeLayer<InfraReady> bootstrap() {
    return new FakeLayer<>(
        StageName.BOOTSTRAP,
        InfraReady.class,
        worlds,
        3,
        true,
        disturbance,
        ready ->
            new NodesJoined(ready.cluster(), ready.infrastructure(), CONTROL_PLANE, List.of()));
  }

  FakeLayer<MasterInitialized> cni() {
    return new FakeLayer<>(
        StageName.CNI,
        MasterInitialized.class,
        worlds,
        2,
        false,
        disturbance,
        master -> new CniApplied(master.cluster(), "calico", "pretended"));
  }

  FakeLayer<NodesJoined> network() {
    return new FakeLayer<>(
        StageName.NETWORK,
        NodesJoined.class,
        worlds,
        2,
        false,
        disturbance,
        joined ->
            new CniReady(
                joined.cluster(), joined.infrastructure(), CONTROL_PLANE, List.of(), List.of()));
  }

  FakeLayer<CniReady> addons() {
    return new FakeLayer<>(
        StageName.ADDONS,
        CniReady.class,
        worlds,
        3,
        false,
        disturbance,
        ready ->
            new AddonsReady(
                ready.cluster(), CONTROL_PLANE, List.of(), List.of(), null, List.of(), List.of()));
  }

  FakeLayer<ClusterAccepted> edge() {
    return new FakeLayer<>(
        StageName.EDGE,
        ClusterAccepted.class,
        worlds,
        2,
        false,
        disturbance,
        accepted -> new EdgeReady(accepted.cluster(), null, List.of()));
  }

  FakeLayer<AddonsReady> ingress() {
    return new FakeLayer<>(
        StageName.INGRESS,
        AddonsReady.class,
        worlds,
        2,
        false,
        disturbance,
        ready -> new IngressReady(ready.cluster(), null, List.of()));
  }

  FakeLayer<IngressReady> dns() {
    return new FakeLayer<>(
        StageName.DNS,
        IngressReady.class,
        worlds,
        2,
        false,
        disturbance,
        ready -> new ClusterReady(ready.cluster(), List.of(), List.of()));
  }
}
