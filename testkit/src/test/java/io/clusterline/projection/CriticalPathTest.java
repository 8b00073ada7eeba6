package io.clusterline.projection;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.CNI;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.NETWORK;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.projection.CriticalPath.Segment;
import io.clusterline.testkit.Story;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CriticalPathTest {

  @Test
  void givenNothingMeasuredWhenAskedThenThePathIsEmpty() {
    assertThat(CriticalPath.of(BuildView.of("eco2"))).isEmpty();
  }

  @Test
  void givenDiamondWhenAskedThenThePathLeadsThroughTheSlowSide() {
    BuildView build =
        new Story(1)
            .accepted(0)
            .started(
                0,
                INFRA,
                step("a/a"),
                step("slow/b", "a/a"),
                step("fast/c", "a/a"),
                step("d/d", "slow/b", "fast/c"))
            .ran(INFRA, "a/a", 0, 1)
            .ran(INFRA, "slow/b", 1, 6)
            .ran(INFRA, "fast/c", 1, 2)
            .ran(INFRA, "d/d", 6, 8)
            .view();

    List<Segment> path = CriticalPath.of(build);

    assertThat(path).extracting(Segment::step).containsExactly("a/a", "slow/b", "d/d");
    assertThat(CriticalPath.length(path)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void givenTwoStagesWhenAskedThenTheLaterOneContinuesTheLongestChainOfTheEarlier() {
    BuildView build =
        new Story(1)
            .accepted(0)
            .started(0, INFRA, step("vpc/v"), step("instance/i", "vpc/v"), step("tag/t"))
            .ran(INFRA, "vpc/v", 0, 2)
            .ran(INFRA, "instance/i", 2, 9)
            .ran(INFRA, "tag/t", 0, 3)
            .infraReady(9)
            .started(9, BOOTSTRAP, step("ssh/i"), step("init/i", "ssh/i"))
            .ran(BOOTSTRAP, "ssh/i", 9, 12)
            .ran(BOOTSTRAP, "init/i", 12, 20)
            .view();

    assertThat(CriticalPath.of(build))
        .extracting(Segment::step)
        .containsExactly("vpc/v", "instance/i", "ssh/i", "init/i");
  }

  @Test
  void givenCniThatStartsAtMasterInitializedWhenAskedThenItContinuesOnlyWhatHadEndedByThen() {
    BuildView build =
        new Story(1)
            .accepted(0)
            .started(0, BOOTSTRAP, step("init/m"), step("join/w", "init/m"))
            .ran(BOOTSTRAP, "init/m", 0, 10)
            .masterInitialized(10)
            .ran(BOOTSTRAP, "join/w", 10, 12)
            .started(10, CNI, step("apply/calico"))
            .ran(CNI, "apply/calico", 10, 30)
            .started(12, NETWORK, step("label/w"))
            .ran(NETWORK, "label/w", 12, 13)
            .view();

    assertThat(CriticalPath.of(build))
        .extracting(Segment::step)
        .containsExactly("init/m", "apply/calico");
  }
}
