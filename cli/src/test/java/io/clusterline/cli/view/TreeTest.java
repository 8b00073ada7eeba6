package io.clusterline.cli.view;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.projection.BuildView;
import io.clusterline.testkit.Story;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTest {

  private static Story infraDone() {
    return new Story(1)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"))
        .ran(INFRA, "vpc/main", 1, 5)
        .infraReady(5);
  }

  @Test
  void givenRunningBuildWhenDrawnThenItIsTheTreeThatAPersonExpects() {
    BuildView build =
        infraDone()
            .started(
                5, BOOTSTRAP, step("init/k8s-master"), step("join/worker-1", "init/k8s-master"))
            .running(BOOTSTRAP, "init/k8s-master", 5, "kubeadm init")
            .view();

    assertThat(new Tree(100, 40).render(build, BEGIN.plusSeconds(65)))
        .containsExactly(
            Story.name() + " · generation 1 · 1:05 · about 3:05 left",
            "",
            "   ✓ accept     ████████████████████████           0:01",
            "   ✓ infra      ████████████████████████     1/1   0:04",
            "   ▸ bootstrap  ░░░░░░░░░░░░░░░░░░░░░░░░     0/2   1:00",
            "       init/k8s-master                           1:00  kubeadm init",
            "   · cni",
            "   · network",
            "   · addons");
  }

  @Test
  void givenACheckThatWasSkippedWhenDrawnThenItStaysBelowItsStage() {
    BuildView build =
        infraDone().remarked(4, INFRA, "quota/vcpu", "the quota was not checked: denied").view();

    assertThat(new Tree(100, 40).render(build, BEGIN.plusSeconds(6)))
        .containsSequence(
            "   ✓ infra      ████████████████████████     2/2   0:04",
            "     ! quota/vcpu: the quota was not checked: denied");
  }

  @Test
  void givenFailedStageWhenDrawnThenCodeAndMessageAreBelowIt() {
    BuildView build =
        infraDone()
            .started(5, BOOTSTRAP, step("init/k8s-master"))
            .failed(9, BOOTSTRAP, "init/k8s-master", "KUBEADM_INIT_FAILED", "exit code 1")
            .view();

    assertThat(new Tree(100, 40).render(build, BEGIN.plusSeconds(30)))
        .contains("     KUBEADM_INIT_FAILED: exit code 1")
        .anyMatch(line -> line.contains("✗ bootstrap"));
  }

  @Test
  void givenMoreRunningStepsThanLinesWhenDrawnThenItFitsAndCountsTheOthers() {
    PlannedStep[] steps =
        IntStream.range(0, 30).mapToObj(i -> step("join/worker-" + i)).toArray(PlannedStep[]::new);
    Story story = infraDone().started(5, BOOTSTRAP, steps);
    IntStream.range(0, 30).forEach(i -> story.running(BOOTSTRAP, "join/worker-" + i, 6, "joining"));

    var lines = new Tree(60, 20).render(story.view(), BEGIN.plusSeconds(10));

    assertThat(lines)
        .hasSizeLessThanOrEqualTo(20)
        .anyMatch(line -> line.matches(".*… and \\d+ more"));
    assertThat(lines).allMatch(line -> line.length() <= 60);
  }
}
