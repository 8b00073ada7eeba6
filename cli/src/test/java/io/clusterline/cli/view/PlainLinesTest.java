package io.clusterline.cli.view;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Story;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainLinesTest {

  @Test
  void givenBuildWhenPrintedThenEachEventThatMattersHasItsLine() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(0.5)
            .started(0.6, INFRA, step("vpc/main"))
            .ran(INFRA, "vpc/main", 0.6, 2.1)
            .remarked(2.1, INFRA, "quota/vcpu", "the quota of vCPUs was not checked: denied")
            .infraReady(2.2)
            .started(2.3, BOOTSTRAP, step("init/m"))
            .failed(9.9, BOOTSTRAP, "init/m", "KUBEADM_INIT_FAILED", "exit code 1");
    PlainLines plain = new PlainLines(BEGIN);

    assertThat(story.events().stream().map(plain::line).flatMap(Optional::stream))
        .containsExactly(
            "   0.0 s  requested",
            "   0.5 s  accepted",
            "   0.6 s  infra      begins, 1 steps",
            "   2.1 s  infra       50 %  vpc/main created in 1.5 s",
            "   2.1 s  infra       50 %  quota/vcpu unchanged in 0.0 s: the quota of vCPUs was not checked: denied",
            "   2.2 s  InfraReady",
            "   2.3 s  bootstrap  begins, 1 steps",
            "   9.9 s  bootstrap   50 %  init/m failed in 0.1 s: KUBEADM_INIT_FAILED: exit code 1",
            "   9.9 s  bootstrap  FAILED KUBEADM_INIT_FAILED: exit code 1");
  }
}
