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
@Timeout(180)
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

    String resource() {
      return stage.layer() + "-" + which;
    }
  }

  static Stream<Broken> buildStages() {
    return sampled(layers().flatMap(Broken::of));
  }

  static Stream<Broken> removalStages() {
    return sampled(StageName.removal().stream().flatMap(Broken::of));
  }

  /** In a sample: every sixteenth, others each day; and the one that once waited for ever. */
  private static Stream<Broken> sampled(Stream<Broken> all) {
    DrillSize size = DrillSize.requested();
    AtomicLong number = new AtomicLong(size.seed());
    return all.filter(broken ->
        size.complete()
            || number.getAndIncrement() % 16 == 0
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
    try (ReplayLine drill = line(broken.store())) {
      fail(drill, broken);

      drill.faults().repair();
      drill.replay(broken.stage());

      assertReady(drill, broken.store());
      if (broken.stage() == StageName.BOOTSTRAP && broken.which().equals("last")) {
        assertPublishedAgain(drill);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("buildStages")
  void givenAReplayThatFailsAgainWhenItsNewDeadLetterIsReplayedThenTheClusterGetsReady(
      Broken broken) {
    try (ReplayLine drill = line(broken.store())) {
      fail(drill, broken);
      String first = drill.deadLetter(broken.stage()).orElseThrow().id();
      drill.replay(broken.stage());
      drill.await(
          "another dead letter rests",
          () ->
              drill
                  .deadLetter(broken.stage())
                  .filter(letter -> !letter.id().equals(first))
                  .isPresent());
      awaitFailed(drill, broken.stage());

      drill.faults().repair();
      drill.replay(broken.stage());

      assertReady(drill, broken.store());
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenLaterStagesThatWereResetWhenTheReplayFailsEarlierThenTheNextOneGetsReady(Store store) {
    try (ReplayLine drill = line(store)) {
      fail(drill, new Broken(store, StageName.BOOTSTRAP, "last"));
      drill.await("cni is complete", () -> drill.is(StageName.CNI, Status.COMPLETE));
      drill.faults().breakResource("bootstrap-first", ErrorCode.KUBEADM_INIT_FAILED);
      drill.replay(StageName.BOOTSTRAP);
      drill.await("it has failed again", () -> drill.deadLetter(StageName.BOOTSTRAP).isPresent());
      drill.await("that is recorded", () -> drill.is(StageName.BOOTSTRAP, Status.FAILED));
      assertThat(drill.is(StageName.CNI, Status.RESET)).isTrue();

      drill.faults().repair();
      drill.replay(StageName.BOOTSTRAP);

      assertReady(drill, store);
      assertPublishedAgain(drill);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenALaterStageThatRunsWhenBootstrapIsReplayedThenTheClusterGetsReady(Store store) {
    try (ReplayLine drill = line(store)) {
      hold.gateAt("cni-0");
      fail(drill, new Broken(store, StageName.BOOTSTRAP, "last"));
      drill.await("cni runs", hold::isReached);

      drill.faults().repair();
      drill.replay(StageName.BOOTSTRAP);
      drill.await("bootstrap is done", () -> drill.is(StageName.BOOTSTRAP, Status.COMPLETE));
      hold.open();

      assertReady(drill, store);
      assertPublishedAgain(drill);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenACopyOfTheDeadLetterWhenTheReplayHasComeFartherThenTheClusterGetsReady(Store store) {
    try (ReplayLine drill = line(store)) {
      fail(drill, new Broken(store, StageName.BOOTSTRAP, "last"));
      drill.await("cni is complete", () -> drill.is(StageName.CNI, Status.COMPLETE));
      var deadLetter = drill.deadLetter(StageName.BOOTSTRAP).orElseThrow();
      drill.faults().repair();
      hold.gateAt("bootstrap-last");
      drill.replay(StageName.BOOTSTRAP);
      drill.await("bootstrap is nearly done", hold::isReached);
      drill.await("cni is complete again", () -> drill.is(StageName.CNI, Status.COMPLETE));

      drill.broker().repeat(deadLetter);
      drill.await("the copy was handled", drill.broker()::isIdle);
      hold.open();

      assertReady(drill, store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenBothSidesFailedWhenOneIsReplayedAfterTheOtherThenTheClusterGetsReady(Store store) {
    try (ReplayLine drill = line(store)) {
      drill.faults().breakResource("cni-0", ErrorCode.KUBERNETES_REJECTED);
      fail(drill, new Broken(store, StageName.BOOTSTRAP, "last"));
      drill.await("cni has failed", () -> drill.is(StageName.CNI, Status.FAILED));

      drill.faults().repair();
      drill.replay(StageName.BOOTSTRAP);

      assertReady(drill, store);
    }
  }

  @ParameterizedTest
  @MethodSource("removalStages")
  void givenARemovalStageThatFailedWhenItIsReplayedThenTheClusterIsDeleted(Broken broken) {
    try (ReplayLine drill = line(broken.store())) {
      drill.request("first");
      drill.await(
          "it is ready, and the layer is there",
          () -> drill.is(Phase.READY) && drill.is(broken.stage().layer(), Status.COMPLETE));
      drill.faults().breakResource(broken.resource(), ErrorCode.TERMINATION_PROTECTED);
      drill.delete();
      drill.await("a letter rests", () -> drill.deadLetter(broken.stage()).isPresent());
      drill.await("that is recorded", () -> drill.is(broken.stage(), Status.FAILED));

      drill.faults().repair();
      var unused = drill.takeDeliveries();
      drill.replay(broken.stage());
      drill.await("it is gone", () -> drill.is(Phase.REMOVED));

      assertBounded(drill, broken.store());
      assertThat(layers().flatMap(layer -> drill.resources(layer).stream())).isEmpty();
      assertThat(Set.copyOf(drill.ids(InfraRemoved.class))).hasSize(1);
      replayWhatIsLeft(drill);
      assertThat(drill.broker().deadLetters()).isEmpty();
    }
  }

  private ReplayLine line(Store store) {
    return new ReplayLine(folder, store.behaviour, hold);
  }

  /** A first build comes to that stage, which fails for good. */
  private static void fail(ReplayLine drill, Broken broken) {
    drill.faults().breakResource(broken.resource(), ErrorCode.INSUFFICIENT_VCPU_QUOTA);
    drill.request("first");
    drill.await("a letter rests", () -> drill.deadLetter(broken.stage()).isPresent());
    awaitFailed(drill, broken.stage());
    Phase end = broken.stage().isBeside() ? Phase.READY : Phase.FAILED;
    drill.await("the cluster is " + end, () -> drill.is(end));
    var unused = drill.takeDeliveries();
  }

  /** Stages that wait for cni fail as well. */
  private static void awaitFailed(ReplayLine drill, StageName stage) {
    drill.await(stage + " has failed", () -> drill.is(stage, Status.FAILED));
    if (stage == StageName.CNI) {
      drill.await("network gives up", () -> drill.is(StageName.NETWORK, Status.FAILED));
    }
  }

  private static void assertReady(ReplayLine drill, Store store) {
    drill.await("the cluster is ready", () -> drill.isWhole(Phase.READY));
    assertBounded(drill, store);
    assertThat(Set.copyOf(drill.ids(AddonsReady.class))).hasSize(1);
    drill.await(
        "all stages are complete", () -> layers().allMatch(one -> drill.is(one, Status.COMPLETE)));
    replayWhatIsLeft(drill);
    assertThat(layers()).allMatch(stage -> drill.is(stage, Status.COMPLETE));
    assertThat(drill.is(Phase.READY)).isTrue();
    drill
        .layers()
        .all()
        .forEach(layer ->
            assertThat(drill.resources(layer.name()))
                .as("things of %s", layer.name())
                .isEqualTo(drill.expected(layer)));
    assertThat(drill.broker().deadLetters()).isEmpty();
  }

  /** The dead letter of a stage that ran again without it: a copy of a handled message. */
  private static void replayWhatIsLeft(ReplayLine drill) {
    drill.broker().deadLetters().forEach(drill.broker()::replay);
    drill.await("it was handled", () -> drill.broker().isIdle());
  }

  private static void assertBounded(ReplayLine drill, Store store) {
    int most = store == Store.STEADY ? MOST_DELIVERIES : 4 * MOST_DELIVERIES;
    assertThat(drill.takeDeliveries()).as("deliveries since the replay").isLessThan(most);
  }

  private static void assertPublishedAgain(ReplayLine drill) {
    List<String> ids = drill.ids(MasterInitialized.class);
    assertThat(ids).hasSizeGreaterThan(1);
    assertThat(Set.copyOf(ids)).hasSize(1);
  }
}
