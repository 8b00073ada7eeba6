package io.clusterline.network.calico;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.spec.TaintEffect;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TolerationsTest {

  private static final TaintSpec TAINT = new TaintSpec("role", "api", TaintEffect.NoSchedule);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{operator: Exists}",
        "{operator: Exists, effect: NoSchedule}",
        "{key: role, operator: Exists}",
        "{key: role, value: api, effect: NoSchedule}",
      })
  void givenATolerationThatCoversIt_whenAsked_thenNothingIsMissing(String toleration) {
    assertThat(missing(toleration)).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{operator: Exists, effect: NoExecute}",
        "{key: other, operator: Exists}",
        "{key: role, value: my}",
        "{key: role, effect: NoSchedule}",
      })
  void givenAnotherToleration_whenAsked_thenExactlyThisTaintsIsMissing(String toleration) {
    assertThat(missing(toleration))
        .isEqualTo(
            "[{\"key\":\"role\",\"operator\":\"Equal\",\"value\":\"api\",\"effect\":\"NoSchedule\"}]");
  }

  @Test
  void givenATaintWithoutValue_whenMissing_thenItsExistenceIsTolerated() {
    TaintSpec taint = new TaintSpec("gpu", null, TaintEffect.NoExecute);

    assertThat(Tolerations.missing(Manifests.parse("[]").getFirst(), List.of(taint)).toString())
        .isEqualTo("[{\"key\":\"gpu\",\"operator\":\"Exists\",\"effect\":\"NoExecute\"}]");
  }

  private static String missing(String toleration) {
    return Tolerations.missing(
            Manifests.parse("[[" + toleration + "]]").getFirst().path(0), List.of(TAINT))
        .toString();
  }
}
