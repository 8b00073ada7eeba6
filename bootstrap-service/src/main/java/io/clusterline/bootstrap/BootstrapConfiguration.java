package io.clusterline.bootstrap;

import io.clusterline.bootstrap.ssh.SshCalls;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.ResilienceConfiguration;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the stage. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BootstrapProperties.class)
@Import(ResilienceConfiguration.class)
class BootstrapConfiguration {

  @Bean
  BootstrapStage bootstrapStage(
      BootstrapProperties properties, Resilience resilience, Clock clock) {
    return new BootstrapStage(properties, new SshCalls(properties.sshLimits(), resilience), clock);
  }
}
