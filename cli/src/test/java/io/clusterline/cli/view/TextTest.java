package io.clusterline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void givenATableThatIsTooWideThenItsLastColumnIsWrappedAtBlanks() {
    List<String> lines =
        Text.table(
            List.of(
                List.of("CHECK", "RESULT"),
                List.of("all nodes are Ready", "3/3"),
                List.of("applications are synced", "no spec.gitops, or no argo-cd in spec.addons")),
            60);

    assertThat(lines)
        .containsExactly(
            "CHECK                     RESULT",
            "all nodes are Ready       3/3",
            "applications are synced   no spec.gitops, or no argo-cd in",
            "                          spec.addons");
  }

  @Test
  void givenAWordThatIsWiderThanItsColumnThenItIsNotCut() {
    assertThat(Text.wrap("see https://charts.example.org/stable now", 10))
        .containsExactly("see", "https://charts.example.org/stable", "now");
  }

  @Test
  void givenClocksThatDifferWhenATimeWouldBeNegativeThenItIsZero() {
    assertThat(Text.clock(Duration.ofSeconds(-90))).isEqualTo("0:00");
    assertThat(Text.clock(Duration.ofSeconds(65))).isEqualTo("1:05");
  }
}
