package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MisbehavingStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stage that failed for good is replayed: whichever it is, wherever it failed and whatever state
 * the later stages have, the cluster gets ready. No step waits for its deadline.
 *
 * <p>On commit be51bd8 the bootstrap stage that failed after it had published {@code
 * MasterInitialized} hung here: its replay reset cni, which then waited for that event, and the
 * step that publishes it found nothing to do.
 */
@Timeout(90)
class ReplayEverywhereTest {

  /** A build has some twenty deliveries: triggers, ticks and ends. */
  private static final int MOST_DELIVERIES = 60;

  @TempDir Path folder;
  private final Hold hold = new Hold();

  /** How the state store behaves. */
  enum Store {
    STEADY(store -> store),
    UNSTEADY(store -> MisbehavingStore.withRandomFaults(store, 7));

    private final UnaryOperator<StateStore> behaviour;

    Store(UnaryOperator<StateStore> behaviour) {
      this.behaviour = behaviour;
    }
  }

  /** A resource of a stage: its first one, or its last, which depends on those in the middle. */
  record Broken(Store store, StageName stage, String which) {

    static Stream<Broken> of(StageName stage) {
      return Stream.of(
          new Broken(Store.STEADY, stage, "first"),
          new Broken(Store.STEADY, stage, "last"),
          new Broken(Store.UNSTEADY, stage, "last"));
    }

    String thing() {
      return stage.layer() + "-" + which;
    }
  }

  static Stream<Broken> buildStages() {
    return sampled(layers().flatMap(Broken::of));
  }

  static Stream<Broken> removalStages() {
    return sampled(StageName.removal().stream().flatMap(Broken::of));
  }

  /** In a sample: every fourth, others each day; and the one that once waited for ever. */
  private static Stream<Broken> sampled(Stream<Broken> all) {
    DrillSize size = DrillSize.requested();
    AtomicLong number = new AtomicLong(size.seed());
    return all.filter(broken ->
        size.complete()
            || number.getAndIncrement() % 4 == 0
            || broken.equals(new Broken(Store.STEADY, StageName.BOOTSTRAP, "last")));
  }

  private static Stream<StageName> layers() {
    return StageName.build().stream().filter(stage -> stage != StageName.ACCEPT);
  }

  @AfterEach
  void openGate() {
    hold.open();
  }

  @ParameterizedTest
  @MethodSource("buildStages")
  void givenAStageThatFailedWhenItIsReplayedThenTheClusterGetsReady(Broken broken) {
    try (ReplayLine line = line(broken.store())) {
      fail(line, broken);

      line.faults().repair();
      line.replay(broken.stage());

      assertReady(line, broken.store());
      if (broken.stage() == StageName.BOOTSTRAP && broken.which().equals("last")) {
        assertPublishedAgain(line);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("buildStages")
  void givenAReplayThatFailsAgainWhenItsNewDeadLetterIsReplayedThenTheClusterGetsReady(
      Broken broken) {
    try (ReplayLine line = line(broken.store())) {
      fail(line, broken);
      String first = line.deadLetter(broken.stage()).orElseThrow().id();
      line.replay(broken.stage());
      line.await("it has failed again", () -> line.deadLetter(broken.stage()).isPresent());
      awaitFailed(line, broken.stage());
      assertThat(line.deadLetter(broken.stage()).orElseThrow().id()).isNotEqualTo(first);

      line.faults().repair();
      line.replay(broken.stage());

      assertReady(line, broken.store());
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenLaterStagesThatWereResetWhenTheReplayFailsEarlierThenTheNextOneGetsReady(Store store) {
    try (ReplayLine line = line(store)) {
      fail(line, new Broken(store, StageName.BOOTSTRAP, "last"));
      line.await("cni is complete", () -> line.is(StageName.CNI, Status.COMPLETE));
      line.faults().breakThing("bootstrap-first", ErrorCode.KUBEADM_INIT_FAILED);
      line.replay(StageName.BOOTSTRAP);
      line.await("it has failed again", () -> line.deadLetter(StageName.BOOTSTRAP).isPresent());
      line.await("that is recorded", () -> line.is(StageName.BOOTSTRAP, Status.FAILED));
      assertThat(line.is(StageName.CNI, Status.RESET)).isTrue();

      line.faults().repair();
      line.replay(StageName.BOOTSTRAP);

      assertReady(line, store);
      assertPublishedAgain(line);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenALaterStageThatRunsWhenBootstrapIsReplayedThenTheClusterGetsReady(Store store) {
    try (ReplayLine line = line(store)) {
      hold.gateAt("cni-0");
      fail(line, new Broken(store, StageName.BOOTSTRAP, "last"));
      line.await("cni runs", hold::isReached);

      line.faults().repair();
      line.replay(StageName.BOOTSTRAP);
      line.await("bootstrap is done", () -> line.is(StageName.BOOTSTRAP, Status.COMPLETE));
      hold.open();

      assertReady(line, store);
      assertPublishedAgain(line);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenACopyOfTheDeadLetterWhenTheReplayHasComeFartherThenTheClusterGetsReady(Store store) {
    try (ReplayLine line = line(store)) {
      fail(line, new Broken(store, StageName.BOOTSTRAP, "last"));
      line.await("cni is complete", () -> line.is(StageName.CNI, Status.COMPLETE));
      var letter = line.deadLetter(StageName.BOOTSTRAP).orElseThrow();
      line.faults().repair();
      hold.gateAt("bootstrap-last");
      line.replay(StageName.BOOTSTRAP);
      line.await("bootstrap is nearly done", hold::isReached);
      line.await("cni is complete again", () -> line.is(StageName.CNI, Status.COMPLETE));

      line.broker().repeat(letter);
      line.await("the copy was handled", line.broker()::isQuiet);
      hold.open();

      assertReady(line, store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenBothSidesFailedWhenOneIsReplayedAfterTheOtherThenTheClusterGetsReady(Store store) {
    try (ReplayLine line = line(store)) {
      line.faults().breakThing("cni-0", ErrorCode.KUBERNETES_REJECTED);
      fail(line, new Broken(store, StageName.BOOTSTRAP, "last"));
      line.await("cni has failed", () -> line.is(StageName.CNI, Status.FAILED));

      line.faults().repair();
      line.replay(StageName.BOOTSTRAP);

      assertReady(line, store);
    }
  }

  @ParameterizedTest
  @MethodSource("removalStages")
  void givenARemovalStageThatFailedWhenItIsReplayedThenTheClusterIsDeleted(Broken broken) {
    try (ReplayLine line = line(broken.store())) {
      line.request("first");
      line.await("it is ready", () -> line.is(Phase.READY));
      line.faults().breakThing(broken.thing(), ErrorCode.TERMINATION_PROTECTED);
      line.delete();
      line.await("a letter rests", () -> line.deadLetter(broken.stage()).isPresent());
      line.await("that is recorded", () -> line.is(broken.stage(), Status.FAILED));

      line.faults().repair();
      var unused = line.takeDeliveries();
      line.replay(broken.stage());
      line.await("it is gone", () -> line.is(Phase.REMOVED));

      assertBounded(line, broken.store());
      assertThat(layers().flatMap(layer -> line.things(layer).stream())).isEmpty();
      assertThat(Set.copyOf(line.ids(InfraRemoved.class))).hasSize(1);
      assertThat(line.broker().deadLetters()).isEmpty();
    }
  }

  private ReplayLine line(Store store) {
    return new ReplayLine(folder, store.behaviour, hold);
  }

  /** A first build comes to that stage, which fails for good. */
  private static void fail(ReplayLine line, Broken broken) {
    line.faults().breakThing(broken.thing(), ErrorCode.INSUFFICIENT_VCPU_QUOTA);
    line.request("first");
    line.await("a letter rests", () -> line.deadLetter(broken.stage()).isPresent());
    awaitFailed(line, broken.stage());
    line.await("the cluster has failed", () -> line.is(Phase.FAILED));
    var unused = line.takeDeliveries();
  }

  /** Stages that wait for cni fail as well. */
  private static void awaitFailed(ReplayLine line, StageName stage) {
    line.await(stage + " has failed", () -> line.is(stage, Status.FAILED));
    if (stage == StageName.CNI) {
      line.await("network gives up", () -> line.is(StageName.NETWORK, Status.FAILED));
    }
  }

  private static void assertReady(ReplayLine line, Store store) {
    line.await("the cluster is ready", () -> line.is(Phase.READY));
    assertBounded(line, store);
    assertThat(Set.copyOf(line.ids(AddonsReady.class))).hasSize(1);
    replayWhatIsLeft(line);
    assertThat(line.is(Phase.READY)).isTrue();
    line.layers()
        .all()
        .forEach(layer ->
            assertThat(line.things(layer.name()))
                .as("things of %s", layer.name())
                .isEqualTo(line.expected(layer)));
    assertThat(line.broker().deadLetters()).isEmpty();
  }

  /** The dead letter of a stage that ran again without it: a copy of a handled message. */
  private static void replayWhatIsLeft(ReplayLine line) {
    line.await(
        "all stages are complete", () -> layers().allMatch(one -> line.is(one, Status.COMPLETE)));
    line.broker().deadLetters().forEach(line.broker()::replay);
    line.await("it was handled", () -> line.broker().isQuiet());
    assertThat(layers()).allMatch(stage -> line.is(stage, Status.COMPLETE));
  }

  private static void assertBounded(ReplayLine line, Store store) {
    int most = store == Store.STEADY ? MOST_DELIVERIES : 4 * MOST_DELIVERIES;
    assertThat(line.takeDeliveries()).as("deliveries since the replay").isLessThan(most);
  }

  private static void assertPublishedAgain(ReplayLine line) {
    List<String> ids = line.ids(MasterInitialized.class);
    assertThat(ids).hasSizeGreaterThan(1);
    assertThat(Set.copyOf(ids)).hasSize(1);
  }
}
