package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageWaiting;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageTimes;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.Lease;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.Transition;
import io.clusterline.testkit.StoreCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** The contract of an attempt, on a store that fails as the real one does. */
@Timeout(60)
class AttemptTest {

  private final AttemptBench bench = new AttemptBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void givenAStalledAttempt_whenItIsStopped_thenThatIsRecordedAlthoughInterruptedCallsAbort()
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    TestStage stuck =
        TestStage.withOpening(() -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return null;
        });
    StageAttempt<ClusterAccepted> attempt = bench.attempt(stuck);
    Thread thread = Thread.ofVirtual().start(attempt);
    begun.await();

    attempt.stall().stop();
    attempt.stop();
    thread.join();

    StageRecord record = bench.record();
    assertThat(record.status()).isEqualTo(Status.WAITING);
    assertThat(record.errors())
        .singleElement()
        .satisfies(error -> assertThat(error).startsWith("STAGE_STALLED"));
    assertThat(bench.events(EventType.STAGE_WAITING))
        .singleElement()
        .satisfies(event -> {
          StageWaiting waiting = (StageWaiting) event.data();
          assertThat(waiting.code()).isEqualTo("STAGE_STALLED");
          assertThat(waiting.until()).isEqualTo(record.due());
        });
  }

  @Test
  void givenStagesOfTheSameBuild_whenAStepAsksWhenTheyRan_thenTheTimesAreThoseOfTheirEvents() {
    Instant triggered = bench.trigger().time();
    bench.complete(StageName.CNI, CloudEventCodec.text(bench.trigger()));
    Map<StageName, Optional<StageTimes>> times = new ConcurrentHashMap<>();
    TestStage asking =
        TestStage.running(context ->
            List.of(StageName.INFRA, StageName.CNI, StageName.ADDONS)
                .forEach(stage -> times.put(stage, context.support().times(stage))));

    bench.attempt(asking).run();

    assertThat(times)
        .containsEntry(StageName.INFRA, Optional.of(new StageTimes(triggered, null)))
        .containsEntry(StageName.CNI, Optional.of(new StageTimes(triggered, triggered)))
        .containsEntry(StageName.ADDONS, Optional.empty());
  }

  @Test
  void givenAStageOfTheSameBuildThatHasEnded_whenAStepAsksForItsResult_thenItIsTheRecordedEvent() {
    bench.complete(StageName.CNI, CloudEventCodec.text(bench.trigger()));
    Map<StageName, Optional<ClusterEvent>> results = new ConcurrentHashMap<>();
    TestStage asking =
        TestStage.running(context ->
            List.of(StageName.CNI, StageName.ADDONS)
                .forEach(stage -> results.put(stage, context.support().result(stage))));

    bench.attempt(asking).run();

    assertThat(results)
        .containsEntry(StageName.CNI, Optional.of(bench.trigger().data()))
        .containsEntry(StageName.ADDONS, Optional.empty());
  }

  @Test
  void givenAnAttemptThatIsStoppedForShutdown_whenItEnds_thenNothingIsRecordedAgainstTheStage()
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    StageAttempt<ClusterAccepted> attempt = bench.attempt(neverEnding(begun));
    Thread thread = Thread.ofVirtual().start(attempt);
    begun.await();

    attempt.stop();
    thread.join();

    assertThat(bench.record().status()).isEqualTo(Status.RUNNING);
    assertThat(bench.record().errors()).isEmpty();
    assertThat(bench.isLeaseFree()).as("given back at once").isTrue();
  }

  @Test
  void givenAnAttemptThatWasOvertaken_whenItEnds_thenTheRecordAndTheJournalStay() {
    TestStage overtaken =
        TestStage.running(context -> bench.move(new Transition.Begin())); // another worker begins
    bench.attempt(overtaken).run();

    assertThat(bench.record().status()).isEqualTo(Status.RUNNING);
    assertThat(bench.record().attempt()).isEqualTo(2);
    assertThat(bench.events(EventType.INFRA_READY)).isEmpty();
  }

  @Test
  void givenAStageThatFailedMeanwhile_whenAWorkerThatReadRunningBegins_thenItsDeadLetterStays() {
    StageAttempt<ClusterAccepted> late = bench.attempt(TestStage.running(context -> {}));
    bench.move(new Transition.Begin());
    bench.move(new Transition.Fail("{}", "letter"));
    bench.move(new Transition.DeadLettered());

    late.run();

    assertThat(bench.record().status()).isEqualTo(Status.FAILED);
    assertThat(bench.record().deadLetterId()).isEqualTo("letter");
  }

  @Test
  void givenAWorkerThatDiesEachTime_whenItsDeathsAreTooMany_thenTheStageFailsAndReportsIt() {
    for (int i = 0; i <= AttemptBench.DEATHS; i++) {
      bench.move(new Transition.Begin()); // and nothing more: out of memory, say
    }
    TestStage deadly = TestStage.running(context -> {});

    bench.attempt(deadly).run();

    assertThat(deadly.made()).as("it is not tried once more").hasValue(0);
    assertThat(bench.record().status()).isEqualTo(Status.FAILED);
    assertThat(bench.events(EventType.STAGE_FAILED))
        .singleElement()
        .satisfies(
            event -> assertThat(((StageFailed) event.data()).code()).isEqualTo("WORKER_DIED"));
  }

  @Test
  void givenAFailure_whenTheWorkerDiesBeforeItIsPublished_thenTheNextPublishesTheSame() {
    TestStage failing =
        TestStage.running(context -> {
          throw new ClusterlineException(ErrorCode.INSUFFICIENT_VCPU_QUOTA, "28 needed");
        });
    bench.broker().refusing(1); // the broker is gone as soon as the failure is recorded
    assertThatThrownBy(bench.attempt(failing)::run).isInstanceOf(RuntimeException.class);
    assertThat(bench.record().status()).isEqualTo(Status.FAILING);
    assertThat(bench.deadLetters()).isEmpty();

    bench.broker().refusing(0);
    bench.attempt(failing).run();

    assertThat(bench.record().status()).isEqualTo(Status.FAILED);
    assertThat(bench.deadLetters()).containsExactly("INSUFFICIENT_VCPU_QUOTA: 28 needed");
    assertThat(bench.events(EventType.STAGE_FAILED))
        .singleElement()
        .satisfies(
            event -> assertThat(CloudEventCodec.text(event)).isEqualTo(bench.record().result()));
  }

  @Test
  void givenAnAnswerThatIsLostWhenTheEndIsRecorded_whenItIsResumed_thenTheEventIsTheSame() {
    bench
        .store()
        .on(StoreCall.writes().and(StoreCall.key("record.json")))
        .skipFirst(1)
        .times(1)
        .losesItsAnswer(ErrorCode.AWS_UNAVAILABLE);
    TestStage stage = TestStage.running(context -> {});
    assertThatThrownBy(bench.attempt(stage)::run).isInstanceOf(ClusterlineException.class);
    assertThat(bench.record().status()).isEqualTo(Status.PUBLISHING);

    bench.attempt(stage).run();

    assertThat(bench.record().status()).isEqualTo(Status.COMPLETE);
    assertThat(stage.made()).as("nothing is done twice").hasValue(1);
    assertThat(bench.events(EventType.INFRA_READY)).hasSize(1);
  }

  @Test
  void givenAGenerationThatIsSuperseded_whenTheNextMutationIsAsked_thenItIsRefused() {
    TestStage stage =
        TestStage.running(context -> {
          bench.supersede();
          Wait.until("the attempt notices")
              .within(Duration.ofSeconds(10))
              .poll(() -> {
                context.beforeMutation();
                return Seen.notYet("it may still write");
              });
        });

    bench.attempt(stage).run();

    assertThat(bench.record().status()).isEqualTo(Status.RUNNING);
    assertThat(bench.ledger()).as("the intent alone").allMatch(entry -> entry.isIntent());
    assertThat(bench.events(EventType.STAGE_FAILED)).isEmpty();
  }

  @Test
  void givenALeaseThatIsTakenWhileTheGenerationIsRead_whenAsked_thenNothingIsChanged() {
    Lease lease = bench.lease();
    GenerationGuard generation = new GenerationGuard(bench.state(), bench.cluster());
    WriteGuard guard = new WriteGuard(generation, lease);
    bench
        .store()
        .on(StoreCall.reads().and(StoreCall.key("cluster.json")))
        .times(1)
        .delay(
            AttemptBench.TIME_TO_LIVE.plusMillis(200), AttemptBench.TIME_TO_LIVE.plusMillis(400));
    bench.freezeHeartbeats();

    assertThatThrownBy(guard::check)
        .isInstanceOf(ClusterlineException.class)
        .extracting(thrown -> ((ClusterlineException) thrown).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
  }

  @Test
  void givenAStepWhenItLogsThenItsLinesNameIt() {
    Map<String, String> seen = new ConcurrentHashMap<>();
    bench.attempt(TestStage.running(context -> seen.putAll(MDC.getCopyOfContextMap()))).run();

    assertThat(seen)
        .containsOnly(
            entry("cluster", "small"),
            entry("generation", "1"),
            entry("build", "build-1"),
            entry("stage", "infra"),
            entry("step", "work/one"));
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void givenAnApprovalThatCannotBeParsed_whenAnAttemptBegins_thenItFailsAndReportsIt() {
    bench.approve("worker-1");

    bench.attempt(TestStage.running(context -> {})).run();

    assertThat(bench.record().status()).isEqualTo(Status.FAILED);
    assertThat(bench.events(EventType.STAGE_FAILED))
        .extracting(event -> ((StageFailed) event.data()).message())
        .singleElement()
        .satisfies(message -> assertThat(message).contains("instance/worker-1"));
  }

  private static TestStage neverEnding(CountDownLatch begun) {
    return TestStage.running(context -> {
      begun.countDown();
      Wait.until("something that never comes")
          .within(Duration.ofSeconds(50))
          .poll(() -> Seen.notYet("waiting"));
    });
  }
}
