package io.clusterline.cli.view;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.BuildView;
import io.clusterline.testkit.Story;
import java.util.List;
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

    assertThat(new Tree(100, 40).render(build, BuildHistory.none(), BEGIN.plusSeconds(65)))
        .containsExactly(
            Story.name() + " · 1:05 · about 3:05 left · 26 % · generation 1",
            "",
            "   ✓ accept     ████████████████████████           0:01",
            "   ✓ infra      ████████████████████████     1/1   0:04",
            "   ▸ bootstrap  ░░░░░░░░░░░░░░░░░░░░░░░░     0/2   1:00",
            "   · cni",
            "   · network",
            "   · addons",
            "   · edge",
            "   · ingress",
            "   · dns",
            "",
            "     machine    ···                          0/3",
            "     reachable  ···                          0/3",
            "     prepared   ···                          0/3",
            "     joined     ···                          0/3",
            "     configured ···                          0/3",
            "     ready      ···                          0/3",
            "",
            "      1:00  init/k8s-master              kubeadm init");
  }

  @Test
  void givenACheckThatWasSkippedWhenDrawnThenItIsShownBelow() {
    BuildView build =
        infraDone().remarked(4, INFRA, "quota/vcpu", "the quota was not checked: denied").view();

    assertThat(new Tree(100, 40).render(build, BuildHistory.none(), BEGIN.plusSeconds(6)))
        .endsWith("     ! quota/vcpu: the quota was not checked: denied");
  }

  @Test
  void givenFailedStageWhenDrawnThenCodeMessageAndFixAreShown() {
    BuildView build =
        infraDone()
            .started(5, BOOTSTRAP, step("init/k8s-master"))
            .failed(9, BOOTSTRAP, "init/k8s-master", "KUBEADM_INIT_FAILED", "exit code 1")
            .view();

    assertThat(new Tree(100, 40).render(build, BuildHistory.none(), BEGIN.plusSeconds(30)))
        .anyMatch(line -> line.contains("✗ bootstrap  KUBEADM_INIT_FAILED: exit code 1"))
        .anyMatch(line -> line.startsWith("     what to do: "))
        .anyMatch(line -> line.contains("✗ bootstrap"));
  }

  @Test
  void givenMoreRunningStepsThanLinesWhenDrawnThenItFitsAndCountsTheOthers() {
    PlannedStep[] steps =
        IntStream.range(0, 30).mapToObj(i -> step("join/worker-" + i)).toArray(PlannedStep[]::new);
    Story story = infraDone().started(5, BOOTSTRAP, steps);
    IntStream.range(0, 30).forEach(i -> story.running(BOOTSTRAP, "join/worker-" + i, 6, "joining"));

    var lines = new Tree(60, 20).render(story.view(), BuildHistory.none(), BEGIN.plusSeconds(10));

    assertThat(lines)
        .hasSizeLessThanOrEqualTo(20)
        .anyMatch(line -> line.matches(".*… and \\d+ more"));
    assertThat(lines).allMatch(line -> line.length() <= 60);
  }

  @Test
  void givenStepsThatComeAndGoWhenDrawnThenNoRowJumps() {
    Story story = infraDone().started(5, BOOTSTRAP, step("join/a"), step("join/b"), step("join/c"));
    story.running(BOOTSTRAP, "join/a", 6, "joins").running(BOOTSTRAP, "join/b", 7, "joins");
    Rows rows = new Rows();
    List<String> before = draw(story.view(), rows);

    story.ran(BOOTSTRAP, "join/a", 6, 9);
    List<String> ended = draw(story.view(), rows);
    story.running(BOOTSTRAP, "join/c", 9, "joins");
    List<String> begun = draw(story.view(), rows);

    assertThat(rowOf(ended, "join/b")).isEqualTo(rowOf(before, "join/b"));
    assertThat(rowOf(begun, "join/b")).isEqualTo(rowOf(before, "join/b"));
    assertThat(rowOf(begun, "join/c")).isEqualTo(rowOf(before, "join/a"));
    assertThat(rowOf(begun, "addons")).isEqualTo(rowOf(before, "addons"));
  }

  private static List<String> draw(BuildView build, Rows rows) {
    return new Tree(79, 23, rows).render(build, BuildHistory.none(), BEGIN.plusSeconds(10));
  }

  private static int rowOf(List<String> lines, String text) {
    return IntStream.range(0, lines.size())
        .filter(row -> lines.get(row).contains(text))
        .findFirst()
        .orElseThrow();
  }
}
