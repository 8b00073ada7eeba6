package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Resets the stages after one that is replayed. Those that have ended run again: when its trigger
 * comes once more, or, where the trigger comes from a stage that is not replayed, as soon as it is
 * ticked.
 */
final class DownstreamReset {

  private final StageStore stages;

  DownstreamReset(StageStore stages) {
    this.stages = stages;
  }

  /**
   * @param deadLetterId from which it is replayed
   * @return the stages that will run again
   */
  List<StageName> reset(StageName replayed, long generation, String deadLetterId) {
    Set<StageName> runAgain = EnumSet.of(replayed);
    List<StageName> reset = new ArrayList<>();
    for (StageName stage : replayed.later()) {
      boolean triggerComesAgain = runAgain.contains(stage.triggeredBy());
      Transition transition =
          triggerComesAgain ? new Transition.Reset() : new Transition.Rerun(deadLetterId);
      if (reset(stage, generation, transition)) {
        runAgain.add(stage);
        reset.add(stage);
      }
    }
    return reset;
  }

  /** A stage that runs sees the replayed stage's results. */
  private boolean reset(StageName stage, long generation, Transition transition) {
    return move(
        stage,
        generation,
        transition,
        record -> record.isTerminal() || record.status() == Status.FAILING);
  }

  /**
   * Later stages that failed, or are just failing, because this one had failed. Call it once this
   * one is no longer failed: a stage that would fail afterwards reads that, and does not.
   */
  void rerunWhatFailedForIt(StageName replayed, long generation, String deadLetterId) {
    for (StageName later : replayed.later()) {
      var unused =
          move(
              later,
              generation,
              new Transition.Rerun(deadLetterId),
              DownstreamReset::hasFailedForAnother);
    }
  }

  /**
   * @return whether it was such a record; one that has gone on since stays as it is
   */
  private boolean move(
      StageName stage, long generation, Transition transition, Predicate<StageRecord> which) {
    boolean found = stages.read(stage, generation).filter(which).isPresent();
    if (found) {
      var unused =
          stages.update(
              stage,
              now ->
                  now.generation() == generation
                          && which.test(now)
                          && transition.move().from(now.status()).isPresent()
                      ? now.on(transition, now.attemptId())
                      : now);
    }
    return found;
  }

  private static boolean hasFailedForAnother(StageRecord record) {
    boolean failed = record.status() == Status.FAILED || record.status() == Status.FAILING;
    return failed && FailedAttempt.recorded(record).code() == ErrorCode.PREVIOUS_STAGE_FAILED;
  }

  /** The later stages of that generation that need a tick: they run, and get no trigger. */
  List<StageRecord> toTick(StageName replayed, long generation) {
    return replayed.later().stream()
        .flatMap(stage -> stages.read(stage, generation).stream())
        .filter(record -> !record.isTerminal() && record.replays() > 0 && record.attempt() == 0)
        .toList();
  }
}
