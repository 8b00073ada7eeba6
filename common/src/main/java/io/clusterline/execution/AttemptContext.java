package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.ScopedSecrets;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.AwsSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StageTimes;
import io.clusterline.state.AttemptId;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition.Announce;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Context of a {@link StageExecutor} for one attempt.
 *
 * @param assignment the stage, its trigger and what is stored of its cluster
 * @param attempt whose announcements are recorded
 * @param guard asked before every mutation
 * @param approvals addresses whose replacement or removal was approved
 * @param rotation the newest generation that asked for new values of the generated secrets
 * @param stall learns how long silence is normal
 * @param progress receives the progress
 */
record AttemptContext<E extends StageTrigger>(
    StageRuntime runtime,
    Assignment<E> assignment,
    AttemptId attempt,
    WriteGuard guard,
    Set<Address> approvals,
    Optional<Long> rotation,
    StallDetector stall,
    StageListener progress)
    implements StageSupport {

  Event<E> trigger() {
    return assignment.trigger();
  }

  StageStore stages() {
    return assignment.stages();
  }

  /** A listener of the attempt's progress, which counts as a heartbeat. */
  StageListener listener() {
    return stall.listeningFor(progress);
  }

  /** Silence of up to that long is normal from now on. */
  void expectSilence(Duration longest) {
    stall.expect(longest);
  }

  /** The ledger, account and region of the layer. */
  StageScope scope() {
    AwsSpec aws = trigger().data().cluster().spec().aws();
    String account = aws.accountId() == null ? "" : aws.accountId();
    return new StageScope(
        cluster(), account, aws.region(), stages().ledger(stage().layer()), guard::check, this);
  }

  private StageName stage() {
    return assignment.stage();
  }

  private ClusterRef cluster() {
    return assignment.cluster();
  }

  /** Recorded before it is published: its consumer acts on the record. */
  @Override
  public void publish(ClusterEvent data) {
    Event<?> event =
        runtime
            .event(stage(), cluster(), trigger().id(), data)
            .within(AttemptTrace.of(trigger(), assignment.record(), attempt.number()).span());
    guard.check();
    Announce announcement =
        new Announce(event.type().cloudEventsType(), CloudEventCodec.text(event));
    if (stages().move(stage(), attempt, announcement).isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.LEASE_LOST, "another attempt at " + stage() + " has begun");
    }
    runtime.publisher().publish(event);
  }

  @Override
  public boolean completed(StageName other) {
    return recordOf(other, Status.COMPLETE).isPresent();
  }

  @Override
  public Optional<ClusterEvent> result(StageName other) {
    return recordOf(other, Status.COMPLETE)
        .map(StageRecord::result)
        .map(event -> CloudEventCodec.decode(event).data());
  }

  @Override
  public Optional<StageFailed> failure(StageName other) {
    return recordOf(other, Status.FAILED)
        .map(StageRecord::result)
        .map(event -> CloudEventCodec.decode(event).data())
        .map(StageFailed.class::cast);
  }

  /** By the times of the events that its record holds. */
  @Override
  public Optional<StageTimes> times(StageName other) {
    return stages()
        .read(other, cluster().generation())
        .map(record ->
            new StageTimes(
                CloudEventCodec.decode(record.trigger()).time(),
                record.status() == Status.COMPLETE && record.result() != null
                    ? CloudEventCodec.decode(record.result()).time()
                    : null));
  }

  private Optional<StageRecord> recordOf(StageName other, Status status) {
    return stages().read(other, cluster().generation()).filter(record -> record.status() == status);
  }

  @Override
  public void onReached(FailPoint point, Address at) {
    runtime.onReached(point, stage(), at);
  }

  /** Secrets of this cluster; a reference to any other is refused. */
  @Override
  public SecretStore secrets() {
    ClusterLocation location = ClusterLocation.of(trigger().data().cluster().spec().aws());
    SecretStore all = runtime.store().secrets(location);
    return new ScopedSecrets(all, cluster().name(), cluster().uid());
  }
}
