package io.clusterline.projection;

import static io.clusterline.event.StageName.ADDONS;
import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.NETWORK;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.testkit.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class EtaTest {

  private static final Map<String, Double> USUAL_SECONDS =
      Map.of(
          "vpc/main", 3.0,
          "instance/worker-1", 20.0,
          "instance/worker-2", 25.0,
          "prepared-node/worker-1", 40.0,
          "prepared-node/worker-2", 45.0,
          "joined-node/worker-1", 10.0,
          "joined-node/worker-2", 11.0,
          "nodes-ready/all", 8.0,
          "helm-release/cert-manager", 20.0,
          "addon-health/cert-manager", 25.0);

  /** A build whose steps take as long as that function says. */
  private static final class SimulatedBuild {
    private final long generation;
    private final ToDoubleFunction<String> seconds;
    private final List<Event<?>> events = new ArrayList<>();
    private double at;

    SimulatedBuild(long generation, double begin, ToDoubleFunction<String> seconds) {
      this.generation = generation;
      this.seconds = seconds;
      this.at = begin;
    }

    List<Event<?>> events() {
      Story story = new Story(generation).requested(at).accepted(at + 0.5);
      stage(
          story,
          INFRA,
          List.of(
              step("vpc/main"),
              step("instance/worker-1", "vpc/main"),
              step("instance/worker-2", "vpc/main")));
      story.infraReady(at);
      stage(
          story,
          BOOTSTRAP,
          List.of(
              step("prepared-node/worker-1"),
              step("prepared-node/worker-2"),
              step("joined-node/worker-1", "prepared-node/worker-1"),
              step("joined-node/worker-2", "prepared-node/worker-2")));
      story.masterInitialized(at).nodesJoined(at).cniApplied(at);
      stage(story, NETWORK, List.of(step("nodes-ready/all")));
      story.cniReady(at);
      stage(
          story,
          ADDONS,
          List.of(
              step("helm-release/cert-manager"),
              step("addon-health/cert-manager", "helm-release/cert-manager")));
      story.addonsReady(at);
      events.addAll(story.events());
      events.sort((a, b) -> a.time().compareTo(b.time()));
      return events;
    }

    private void stage(Story story, StageName stage, List<PlannedStep> steps) {
      story.started(at, stage, steps.toArray(PlannedStep[]::new));
      Map<String, Double> ends = new java.util.HashMap<>();
      for (PlannedStep step : steps) {
        double from = step.dependsOn().stream().mapToDouble(ends::get).max().orElse(at);
        ends.put(step.step(), from + seconds.applyAsDouble(step.step()));
        story.ran(stage, step.step(), from, ends.get(step.step()));
      }
      at = ends.values().stream().mapToDouble(Double::doubleValue).max().orElse(at);
    }
  }

  /** Steps vary by a tenth, and a whole build by what the day's AWS is like. */
  private static ToDoubleFunction<String> varying(Random random, double speed) {
    return step -> USUAL_SECONDS.get(step) * speed * (1 + 0.1 * random.nextGaussian());
  }

  private static double relativeError(Projection past, long offset, List<Event<?>> build) {
    Instant begin = build.getFirst().time();
    Duration whole = Duration.between(begin, build.getLast().time());
    Instant quarter = begin.plus(whole.dividedBy(4));
    for (Event<?> event : build) {
      if (!event.time().isAfter(quarter)) {
        past.add(offset++, event);
      }
    }
    BuildView view = past.clusters().getFirst().build();
    Duration left = Eta.of(view, past.history(view), quarter).orElseThrow();
    Duration guessed = Duration.between(begin, quarter).plus(left);
    return Math.abs(guessed.toMillis() - whole.toMillis()) / (double) whole.toMillis();
  }

  @Test
  void givenFinishedBuildsWhenAQuarterIsDoneThenTheMedianErrorOfTheEstimateIsAtMostATenth() {
    List<Double> errors = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Projection projection = new Projection();
      long offset = 0;
      for (int generation = 2; generation < 6; generation++) {
        for (Event<?> event :
            new SimulatedBuild(generation, generation * 1_000, varying(random, 1)).events()) {
          projection.add(offset++, event);
        }
      }
      double speed = 0.8 + 0.6 * random.nextDouble();
      errors.add(
          relativeError(
              projection, offset, new SimulatedBuild(9, 10_000, varying(random, speed)).events()));
    }
    errors.sort(Double::compare);
    assertThat(errors.get(errors.size() / 2)).isLessThanOrEqualTo(0.10);
  }

  @Test
  void givenNoFinishedBuildWhenTooLittleIsDoneThenThereIsNoEstimate() {
    BuildView begun = new Story(1).requested(0).accepted(1).view();

    assertThat(Eta.of(begun, BuildHistory.none(), BEGIN.plusSeconds(2)))
        .isEqualTo(Optional.empty());
  }

  /** The stages accept and infra are 26 of 100 parts of the longest chain. */
  @Test
  void givenNoFinishedBuildWhenEnoughIsDoneThenTheTypicalSharesOfTheStagesAreUsed() {
    BuildView build =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .ran(INFRA, "vpc/main", 1, 52)
            .infraReady(52)
            .view();

    assertThat(Eta.of(build, BuildHistory.none(), BEGIN.plusSeconds(52)))
        .contains(Duration.ofSeconds(148));
  }
}
