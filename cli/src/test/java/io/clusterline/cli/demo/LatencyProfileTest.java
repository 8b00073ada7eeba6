package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyProfileTest {

  @Test
  void givenProfileWhenAskedForItsFloorThenItIsTheSumOfTheLongestChain() {
    LatencyProfile profile = new LatencyProfile("test", 100, 10, 20, 3, 30, 4, 1, 7, 5);

    assertThat(profile.floor())
        .isEqualTo(Duration.ofMillis(6 * 100 + (10 + 20 + 3 + 30 + 7 + 5 + 3 * 5) * 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "fast", "aws"})
  void givenProfileOfTheSandboxWhenReadThenItsFloorIsPositive(String name) {
    LatencyProfile profile = LatencyProfile.read(Path.of("../sandbox/latency", name + ".json"));

    assertThat(profile.name()).isEqualTo(name);
    assertThat(profile.floor()).isPositive();
  }
}
