package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.GitopsProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** Finding 11: the slowest call that is still right is two hooks, and all objects in between. */
class HelmLimitsTest {

  private static final Duration OBJECTS = Duration.ofMinutes(2);

  @Test
  void givenNoSettingsWhenReadThenACallMayTakeTwoSlowHooksAndItsObjects() {
    HelmSettings settings =
        Binder.get(new MockEnvironment())
            .bindOrCreate("clusterline.gitops", GitopsProperties.class)
            .helm();

    assertThat(settings.longest())
        .isEqualTo(HelmSettings.DEFAULT.longest())
        .isGreaterThanOrEqualTo(HelmCalls.HOOKS.multipliedBy(2).plus(OBJECTS));
  }
}
