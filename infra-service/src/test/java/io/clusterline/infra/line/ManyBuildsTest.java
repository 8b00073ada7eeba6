package io.clusterline.infra.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.line.ManyBuilds.Figures;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Six clusters at once in everyday verification; {@code -Dclusterline.many-builds} sets another
 * number when {@code bench/many-builds} runs it.
 */
@Timeout(1800)
class ManyBuildsTest {

  private static final int CLUSTERS = Integer.getInteger("clusterline.many-builds", 6);

  /** Memory that one ended cluster may keep: nothing of its plan, ledger and events. */
  private static final long GROWTH_MIB = 24;

  /** Places come free in the order of asking; so no more pass one than are worked on with it. */
  private static final int MOST_OVERTAKEN = 2 * 2 * Replica.AT_ONCE;

  @Test
  void givenManyClustersAndOneThatIsDenied_whenBuiltAndDeletedAtOnce_thenAllOthersAreUntouched()
      throws Exception {
    try (ManyBuilds many = new ManyBuilds(CLUSTERS)) {
      Figures figures = many.run();

      System.out.println("many-builds: " + figures.describe(CLUSTERS));
      assertThat(figures.created().failed()).isEqualTo(Map.of(many.failingCluster(), "AWS_DENIED"));
      assertThat(figures.deleted().failed()).isEmpty();
      assertThat(figures.deleted().ended()).hasSize(CLUSTERS);
      assertThat(figures.created().maxOvertaken()).isLessThanOrEqualTo(MOST_OVERTAKEN);
      assertThat(figures.deleted().maxOvertaken()).isLessThanOrEqualTo(MOST_OVERTAKEN);
      assertThat(figures.deleted().heapMiB()).isLessThan(figures.created().heapMiB() + GROWTH_MIB);
    }
  }
}
