package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.messaging.Topology;
import org.junit.jupiter.api.Test;

class AttemptLimitsTest {

  @Test
  void givenMoreDeathsThanTheSupervisorLastsWhenAServiceIsSetSoThenItIsRefused() {
    assertThat(AttemptLimits.deaths(Topology.DELIVERY_LIMIT)).isEqualTo(Topology.DELIVERY_LIMIT);
    assertThat(AttemptLimits.DEATHS).isLessThan(Topology.DELIVERY_LIMIT);
    assertThatThrownBy(() -> AttemptLimits.deaths(Topology.DELIVERY_LIMIT + 1))
        .hasMessage("clusterline.stage.deaths is 21: give 20 or fewer");
  }
}
