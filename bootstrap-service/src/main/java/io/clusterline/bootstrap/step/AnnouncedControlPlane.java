package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.InfraReady;
import io.clusterline.event.MasterInitialized;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/**
 * Publishes that the API server answers, so that the CNI is applied while nodes still join.
 * Published again, in another attempt at the same generation, it is the same event.
 */
public record AnnouncedControlPlane(
    InitializedMaster master, AdminKubeconfig kubeconfig, InfraReady trigger)
    implements Step<Ssh, AnnouncedControlPlane.Value> {

  /** The published event, and its generation. */
  public record Value(long generation, ControlPlane controlPlane) {}

  public static final Kind<Ssh, Value> KIND = Kind.withoutResource("announcement", Value.class);

  @Override
  public Kind<Ssh, Value> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "master-initialized";
  }

  /** It is published in every attempt: a replay has reset the stage that waits for it. */
  @Override
  public Found<Value> find(Ssh context) {
    return Found.missing();
  }

  @Override
  public Value apply(Ssh context, Found<Value> found) {
    Value value = expected(context);
    context.publish(
        new MasterInitialized(trigger.cluster(), trigger.infrastructure(), value.controlPlane()));
    return value;
  }

  private Value expected(Ssh context) {
    InitializedMaster.Value state = context.output(master);
    return new Value(
        context.cluster().generation(),
        new ControlPlane(
            ApiEndpoint.inside(trigger.cluster()),
            ApiEndpoint.outside(trigger.infrastructure()),
            state.caCertHash(),
            state.version(),
            context.output(kubeconfig),
            state.certificatesExpireAt()));
  }
}
