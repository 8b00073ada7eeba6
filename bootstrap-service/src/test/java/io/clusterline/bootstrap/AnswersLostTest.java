package io.clusterline.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.FakeMachine;
import io.clusterline.event.JoinedNode;
import io.clusterline.stage.StageReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every command does what it should, and the connection breaks before it can say so: once each. */
@Timeout(300)
class AnswersLostTest {

  /** The number of attempts in production: see {@code clusterline.stage.attempts}. */
  private static final int ATTEMPTS = 5;

  private static final List<String> MACHINES = List.of("master", "worker-1", "worker-2");

  private TestBuild build;

  @BeforeEach
  void start() throws Exception {
    build = new TestBuild();
  }

  @AfterEach
  void stop() throws Exception {
    build.close();
  }

  @Test
  void givenTheFirstAnswerOfEveryCommandIsLostWhenTheStageIsTriedThenEachMachineJoinsOnce() {
    MACHINES.forEach(name -> build.cluster.machine(name).loseFirstAnswers());

    StageReport report = build.apply();
    int attempts = 1;
    while (!report.succeeded() && attempts < ATTEMPTS) {
      report = build.apply();
      attempts++;
    }

    assertThat(report.failures()).isEmpty();
    assertThat(build.result.nodes()).extracting(JoinedNode::name).isEqualTo(MACHINES);
    assertThat(commandsOf("master")).containsOnlyOnce("kubeadm-init");
    assertThat(commandsOf("worker-1"))
        .containsOnlyOnce("kubeadm-join")
        .doesNotContain("reset-node");
    assertThat(commandsOf("worker-2"))
        .containsOnlyOnce("kubeadm-join")
        .doesNotContain("reset-node");
    long lost =
        MACHINES.stream().mapToLong(name -> build.cluster.machine(name).lostAnswers()).sum();
    System.out.printf("answers lost over SSH: %d, attempts of the stage: %d%n", lost, attempts);
    assertThat(lost).isGreaterThan(20);
  }

  private List<String> commandsOf(String machine) {
    FakeMachine one = build.cluster.machine(machine);
    return one.executed();
  }
}
