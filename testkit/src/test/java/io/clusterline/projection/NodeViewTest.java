package io.clusterline.projection;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.NETWORK;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.projection.NodePhase.State;
import io.clusterline.testkit.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeViewTest {

  private static Story launched() {
    return new Story(1)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("instance/worker-1"), step("instance/worker-2"))
        .ran(INFRA, "instance/worker-1", 1, 3)
        .ran(INFRA, "instance/worker-2", 1, 4);
  }

  private static State state(Story story, String node, NodePhase phase) {
    return NodeView.of(story.view()).stream()
        .filter(each -> each.name().equals(node))
        .map(each -> each.phases().get(phase).state())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenAnAcceptedBuildWhenNothingHasBegunThenEveryNodeIsListedWithEveryPhase() {
    List<NodeView> nodes = NodeView.of(new Story(1).requested(0).accepted(1).view());

    assertThat(nodes).extracting(NodeView::name).contains("master", "worker-1", "worker-2");
    assertThat(nodes)
        .allSatisfy(node ->
            assertThat(node.phases())
                .hasSize(NodePhase.values().length)
                .allSatisfy((phase, how) -> assertThat(how.state()).isEqualTo(State.NOT_BEGUN)));
  }

  @Test
  void givenStepsOfANodeWhenTheyRunThenItsPhasesFollow() {
    Story story =
        launched()
            .started(5, BOOTSTRAP, step("prepared-node/worker-1"), step("prepared-node/worker-2"))
            .running(BOOTSTRAP, "prepared-node/worker-1", 5, "installing packages");

    assertThat(state(story, "worker-1", NodePhase.MACHINE)).isEqualTo(State.DONE);
    assertThat(state(story, "worker-1", NodePhase.PREPARED)).isEqualTo(State.RUNNING);
    assertThat(state(story, "worker-2", NodePhase.PREPARED)).isEqualTo(State.NOT_BEGUN);
  }

  @Test
  void givenAFailedStepWhenItsStageTriesAgainThenThePhaseWaitsElseItHasFailed() {
    Story tried =
        launched()
            .started(5, BOOTSTRAP, step("joined-node/worker-1"))
            .failedStep(7, BOOTSTRAP, "joined-node/worker-1", "JOIN_FAILED", "no route")
            .waiting(7, BOOTSTRAP, "JOIN_FAILED", 12);
    assertThat(state(tried, "worker-1", NodePhase.JOINED)).isEqualTo(State.WAITING);

    Story failed =
        launched()
            .started(5, BOOTSTRAP, step("joined-node/worker-1"))
            .failed(7, BOOTSTRAP, "joined-node/worker-1", "JOIN_FAILED", "no route");
    assertThat(state(failed, "worker-1", NodePhase.JOINED)).isEqualTo(State.FAILED);
  }

  @Test
  void givenAStepOfAllNodesWhenItEndsThenEveryNodeIsReady() {
    Story story =
        launched()
            .started(9, NETWORK, step("nodes-ready/all"))
            .ran(NETWORK, "nodes-ready/all", 9, 10);

    assertThat(state(story, "worker-1", NodePhase.READY)).isEqualTo(State.DONE);
    assertThat(state(story, "worker-2", NodePhase.READY)).isEqualTo(State.DONE);
  }
}
