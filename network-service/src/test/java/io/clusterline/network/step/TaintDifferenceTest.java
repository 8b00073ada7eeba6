package io.clusterline.network.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.spec.TaintEffect;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaintDifferenceTest {

  private static final TaintSpec AUTH = new TaintSpec("domain", "auth", TaintEffect.NoSchedule);
  private static final TaintSpec BARE = new TaintSpec("gpu", null, TaintEffect.NoExecute);

  @Test
  void givenForeignTaintsOnly_whenNothingIsWanted_thenNothingChanges() {
    assertThat(difference("{key: node.kubernetes.io/not-ready, effect: NoExecute}").isEmpty())
        .isTrue();
  }

  @Test
  void givenForeignTaints_whenOursAreAdded_thenTheyStayWithTheirTimes() {
    TaintDifference difference =
        difference("{key: x, effect: NoExecute, timeAdded: \"2026-01-01T00:00:00Z\"}", AUTH, BARE);

    assertThat(difference.isEmpty()).isFalse();
    assertThat(difference.patch())
        .hasToString(
            "{\"spec\":{\"taints\":[{\"effect\":\"NoExecute\",\"key\":\"x\",\"timeAdded\":\"2026-01-01T00:00:00Z\"},"
                + "{\"key\":\"domain\",\"value\":\"auth\",\"effect\":\"NoSchedule\"},{\"key\":\"gpu\",\"effect\":\"NoExecute\"}]}}");
  }

  @Test
  void givenAnotherValue_whenCompared_thenItIsReplacedAndNotDoubled() {
    TaintDifference difference = difference("{key: domain, value: my, effect: NoSchedule}", AUTH);

    assertThat(difference.before()).isEqualTo("domain=my:NoSchedule");
    assertThat(difference.after()).isEqualTo("domain=auth:NoSchedule");
  }

  @Test
  void givenTheSameKeyWithAnotherEffect_whenCompared_thenItIsForeign() {
    assertThat(difference("{key: domain, value: auth, effect: NoExecute}", AUTH).after())
        .isEqualTo("domain=auth:NoExecute, domain=auth:NoSchedule");
  }

  @Test
  void givenATaintThatWeSetBefore_whenNoLongerWanted_thenItIsRemoved() {
    JsonNode node = node("{key: domain, value: auth, effect: NoSchedule}");

    assertThat(TaintDifference.of(node, List.of(), List.of(AUTH)).after()).isEqualTo("none");
    assertThat(TaintDifference.of(node, List.of(), List.of()).isEmpty()).isTrue();
  }

  private static TaintDifference difference(String taint, TaintSpec... wanted) {
    return TaintDifference.of(node(taint), List.of(wanted), List.of());
  }

  private static JsonNode node(String taint) {
    return Manifests.parse("{spec: {taints: [" + taint + "]}}").getFirst();
  }
}
