package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.clusterline.resilience.Resilience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private final KubernetesCalls calls =
      new KubernetesCalls(
          KubernetesSettings.DEFAULT, Resilience.measuredBy(new SimpleMeterRegistry()));

  @Test
  void givenNoApiServerWhenPlayedThenEveryCallIsAnswered() {
    assertThatCode(() -> Rehearsal.run(calls)).doesNotThrowAnyException();
  }

  @Test
  void givenAJvmThatRecordsNothingThenNothingIsPlayed() {
    assertThatCode(() -> Rehearsal.whenRecording(null)).doesNotThrowAnyException();
  }
}
