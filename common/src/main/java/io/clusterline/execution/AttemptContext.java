package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.AwsSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a {@link Job} works with, for one attempt.
 *
 * @param stage whose record and queue it is
 * @param state of the cluster
 * @param cluster whose build or removal it is
 * @param trigger what asked for it
 * @param guard throws when this attempt has lost the right to change anything
 * @param approvals addresses whose replacement or removal was agreed to
 * @param progress is told how it goes
 * @param patience is told how long silence is normal from here on
 */
record AttemptContext<E extends StageTrigger>(
    StageRuntime line,
    StageName stage,
    ClusterState state,
    ClusterRef cluster,
    Event<E> trigger,
    Runnable guard,
    Set<Address> approvals,
    StageListener progress,
    Consumer<Duration> patience)
    implements StageSupport {

  /** The ledger, account and region of the layer. */
  StageScope scope() {
    AwsSpec aws = trigger.data().cluster().spec().aws();
    String account = aws.accountId() == null ? "" : aws.accountId();
    return new StageScope(cluster, account, aws.region(), state.ledger(stage.layer()), guard, this);
  }

  @Override
  public void publish(ClusterEvent event) {
    line.publisher().publish(line.event(stage, cluster, trigger.id(), event));
  }

  @Override
  public boolean completed(StageName other) {
    return recordOf(other, Status.COMPLETE).isPresent();
  }

  @Override
  public Optional<StageFailed> failure(StageName other) {
    return recordOf(other, Status.FAILED)
        .map(StageRecord::result)
        .map(event -> CloudEventCodec.decode(event).data())
        .map(StageFailed.class::cast);
  }

  private Optional<StageRecord> recordOf(StageName other, Status status) {
    return state
        .stage(other)
        .filter(record -> record.generation() == cluster.generation())
        .filter(record -> record.status() == status);
  }

  @Override
  public void reached(FailPoint point, Address at) {
    line.reached(point, stage, at);
  }

  @Override
  public SecretStore secrets() {
    return line.store().secrets(ClusterLocation.of(trigger.data().cluster().spec().aws()));
  }
}
