package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartVersionTest {

  @ParameterizedTest
  @CsvSource({
    "v1.21.2, 1.21.2, true",
    "1.21.2, 1.21.2, true",
    "1.21.2+build.1, 1.21.2, true",
    "1.21.2-rc.1, 1.21.2, false",
    "1.21.20, 1.21.2, false",
    "latest, latest, true",
    "latest, newest, false"
  })
  void givenTwoSpellingsWhenComparedThenTheirMeaningCounts(
      String left, String right, boolean same) {
    assertThat(ChartVersion.same(left, right)).isEqualTo(same);
  }

  @Test
  void givenVersionsWhenSortedThenTheNewestIsFirstAndAPreReleaseComesAfterItsRelease() {
    List<String> unsorted =
        List.of("1.9.0", "odd", "2.0.0-rc.2", "2.0.0-rc.10", "v1.10.0", "2.0.0", "2.0.0-rc");

    assertThat(unsorted.stream().sorted(ChartVersion.newestFirst()))
        .containsExactly(
            "2.0.0", "2.0.0-rc.10", "2.0.0-rc.2", "2.0.0-rc", "v1.10.0", "1.9.0", "odd");
  }
}
