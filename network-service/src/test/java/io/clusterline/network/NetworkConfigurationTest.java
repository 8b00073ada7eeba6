package io.clusterline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Starter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class NetworkConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(Starter.resilience4j(AutoConfiguration.class)))
          .withUserConfiguration(NetworkConfiguration.class)
          .withBean(SimpleMeterRegistry.class);

  @Test
  void givenNoSettings_whenStarted_thenBothStagesAreThere() {
    runner.run(context -> {
      assertThat(context).hasSingleBean(CniStage.class).hasSingleBean(NetworkStage.class);
      assertThat(context.getBean(NetworkProperties.class))
          .isEqualTo(new NetworkProperties(Duration.ofMinutes(10), Duration.ofMinutes(5)));
    });
  }

  @Test
  void givenASetting_whenStarted_thenItCounts() {
    runner
        .withPropertyValues("clusterline.network.ready-within=90s")
        .run(context ->
            assertThat(context.getBean(NetworkProperties.class).limits().ready())
                .isEqualTo(Duration.ofSeconds(90)));
  }
}
