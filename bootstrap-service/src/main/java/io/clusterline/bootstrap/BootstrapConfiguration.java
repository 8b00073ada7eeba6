package io.clusterline.bootstrap;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the stage is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BootstrapProperties.class)
class BootstrapConfiguration {

  @Bean
  BootstrapStage bootstrapStage(BootstrapProperties properties, Clock clock) {
    return new BootstrapStage(properties, clock);
  }
}
