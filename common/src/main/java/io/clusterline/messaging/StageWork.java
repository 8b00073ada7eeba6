package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.spec.AwsSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageException;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.SecretStore;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StateLocation;
import io.clusterline.telemetry.StageMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One worker's run of one stage, from the record it found to the event that ends it. */
final class StageWork<E extends StageTrigger, C extends StageContext> implements Runnable {

  private final StageDefinition<E, C> definition;
  private final Line line;
  private final ClusterState state;
  private final Lease lease;
  private final StageQueue queue;
  private final StageMetrics metrics;
  private final int attempts;
  private final Event<E> trigger;
  private final ClusterRef cluster;

  StageWork(
      StageDefinition<E, C> definition,
      Line line,
      ClusterState state,
      Lease lease,
      StageQueue queue,
      StageMetrics metrics,
      int attempts,
      Event<E> trigger) {
    this.definition = definition;
    this.line = line;
    this.state = state;
    this.lease = lease;
    this.queue = queue;
    this.metrics = metrics;
    this.attempts = attempts;
    this.trigger = trigger;
    this.cluster =
        new ClusterRef(
            trigger.subject(),
            Objects.requireNonNull(trigger.clusterUid()),
            Objects.requireNonNull(trigger.generation()),
            Objects.requireNonNull(trigger.correlationId()));
  }

  @Override
  public void run() {
    try (lease) {
      StageRecord record = change(before -> before.begun());
      if (record.generation() != cluster.generation() || record.isTerminal()) {
        return;
      }
      if (record.status() == Status.RUNNING) {
        long startedAt = System.nanoTime();
        String outcome = work(record);
        metrics.stageFinished(
            stage(), cluster.name(), outcome, Duration.ofNanos(System.nanoTime() - startedAt));
      } else {
        publishResult(record);
      }
    }
  }

  private String work(StageRecord record) {
    try {
      StepGraph<C> graph = new StepGraph<>();
      StageDefinition.Result result = definition.compose(graph, trigger.data());
      StageScope scope = scope();
      StageReport report = apply(graph, scope, record.attempt());
      if (report.succeeded()) {
        succeed(result.of(scope));
        return "complete";
      }
      return failed(record, report.failures());
    } catch (StageException e) {
      return failed(record, Map.of(new Address("stage", stage().toString()), e));
    }
  }

  private StageReport apply(StepGraph<C> graph, StageScope scope, int attempt) {
    StageProgress progress =
        new StageProgress(line, stage(), cluster, trigger.id(), attempt, metrics);
    C context = definition.context(scope, trigger.data());
    try {
      return new StageRunner<>(graph, context, scope, progress, approvals()).apply();
    } finally {
      close(context);
    }
  }

  private void succeed(ClusterEvent result) {
    Event<?> event = line.event(stage(), cluster, trigger.id(), result);
    lease.check();
    publishResult(change(before -> before.ended(Status.PUBLISHING, encoded(event))));
  }

  private void publishResult(StageRecord record) {
    String result = Objects.requireNonNull(record.result());
    line.publisher().publish(CloudEventCodec.decode(result.getBytes(StandardCharsets.UTF_8)));
    change(before -> before.ended(Status.COMPLETE, result));
  }

  /** Only what is final fails the stage; a lost lease or a stop leaves it to the next worker. */
  private String failed(StageRecord record, Map<Address, StageException> failures) {
    if (!lease.isHeld() || Thread.currentThread().isInterrupted()) {
      return "handed-over";
    }
    boolean mayPass = failures.values().stream().allMatch(failure -> failure.code().retryable());
    if (mayPass && record.attempt() < attempts) {
      return "retried";
    }
    giveUp(record, failures);
    return "failed";
  }

  private void giveUp(StageRecord record, Map<Address, StageException> failures) {
    StageException first = failures.values().iterator().next();
    byte[] body = record.trigger().getBytes(StandardCharsets.UTF_8);
    String deadLetterId = queue.bury(body, first, record.attempt());
    StageFailed failed =
        new StageFailed(
            stage(),
            first.code().name(),
            String.valueOf(first.getMessage()),
            first.code().fix(),
            first.code().retryable(),
            record.attempt(),
            failures.entrySet().stream()
                .map(entry -> failure(entry.getKey(), entry.getValue()))
                .toList(),
            List.of(),
            deadLetterId);
    Event<?> event = line.event(stage(), cluster, trigger.id(), failed, record.attempt());
    line.publisher().publish(event);
    change(before -> before.ended(Status.FAILED, encoded(event)));
  }

  private static String encoded(Event<?> event) {
    return new String(CloudEventCodec.encode(event), StandardCharsets.UTF_8);
  }

  private static StepFailure failure(Address step, StageException failure) {
    return new StepFailure(
        step.toString(),
        failure.code().name(),
        String.valueOf(failure.getMessage()),
        failure.logTail());
  }

  private StageScope scope() {
    AwsSpec aws = trigger.data().cluster().spec().aws();
    String account = aws.accountId() == null ? "" : aws.accountId();
    return new StageScope(
        cluster, account, aws.region(), state.ledger(stage()), lease::check, new Support());
  }

  private Set<Address> approvals() {
    return state.read().map(ClusterRecord::approvals).orElse(List.of()).stream()
        .map(Address::parse)
        .collect(Collectors.toSet());
  }

  private StageRecord change(java.util.function.UnaryOperator<StageRecord> change) {
    StageRecord initial = StageRecord.taken(stage(), cluster.generation(), "");
    return state.changeStage(
        initial,
        before -> before.generation() == cluster.generation() ? change.apply(before) : before);
  }

  private StageName stage() {
    return definition.name();
  }

  private static void close(StageContext context) {
    if (context instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new StageException(
            ErrorCode.UNEXPECTED, "closing the stage's adapters failed: " + e, e);
      }
    }
  }

  /** What the stage may ask of the line while it runs. */
  private final class Support implements StageSupport {
    @Override
    public void publish(ClusterEvent event) {
      line.publisher().publish(line.event(stage(), cluster, trigger.id(), event));
    }

    @Override
    public boolean completed(StageName other) {
      return recordOf(other, Status.COMPLETE).isPresent();
    }

    @Override
    public Optional<StageFailed> failure(StageName other) {
      return recordOf(other, Status.FAILED)
          .map(StageRecord::result)
          .map(event -> CloudEventCodec.decode(event.getBytes(StandardCharsets.UTF_8)).data())
          .map(StageFailed.class::cast);
    }

    private Optional<StageRecord> recordOf(StageName other, Status status) {
      return state
          .stage(other)
          .filter(record -> record.generation() == cluster.generation())
          .filter(record -> record.status() == status);
    }

    @Override
    public SecretStore secrets() {
      return line.store().secrets(StateLocation.of(trigger.data().cluster().spec().aws()));
    }
  }
}
