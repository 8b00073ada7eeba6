package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.Cluster;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A removal composes a stage from its trigger, with the newest specification. */
class StageTriggerTest {

  static Stream<StageTrigger> triggers() {
    return Samples.all()
        .map(Event::data)
        .filter(StageTrigger.class::isInstance)
        .map(StageTrigger.class::cast);
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void givenATriggerWhenItGetsAnotherSpecificationThenNothingElseOfItChanges(StageTrigger trigger) {
    Cluster small = Samples.cluster("small.yaml");

    StageTrigger changed = StageTrigger.withSpecification(trigger, small);

    assertThat(changed.cluster()).isEqualTo(small);
    assertThat(StageTrigger.withSpecification(changed, trigger.cluster())).isEqualTo(trigger);
  }
}
