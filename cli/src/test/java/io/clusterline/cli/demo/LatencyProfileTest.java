package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyProfileTest {

  @ParameterizedTest
  @ValueSource(strings = {"none", "fast", "aws"})
  void givenProfileOfTheSandboxWhenReadThenItIsTheOneOfThatName(String name) {
    LatencyProfile profile = LatencyProfile.read(Path.of("../sandbox/latency", name + ".json"));

    assertThat(profile.name()).isEqualTo(name);
    assertThat(profile.kubeadmInitSeconds()).isPositive();
  }
}
