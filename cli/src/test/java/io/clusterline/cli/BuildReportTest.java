package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Story;
import org.junit.jupiter.api.Test;

class BuildReportTest {

  @Test
  void givenACheckThatWasSkippedWhenTheBuildIsReportedThenItIsSaid() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("quota/vcpu"), step("vpc/main"))
            .remarked(2, INFRA, "quota/vcpu", "the quota of vCPUs was not checked: denied")
            .ran(INFRA, "vpc/main", 2, 3);

    assertThat(BuildReport.lines(story.view()))
        .contains("infra: quota/vcpu: the quota of vCPUs was not checked: denied");
  }
}
