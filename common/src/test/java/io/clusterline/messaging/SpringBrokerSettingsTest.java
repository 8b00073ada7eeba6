package io.clusterline.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SpringBrokerSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring.rabbitmq.addresses",
        "spring.rabbitmq.host",
        "spring.rabbitmq.password",
        "spring.rabbitmq.ssl.enabled"
      })
  void givenASettingOfSpringsConnectionWhenTheServiceStartsThenItIsRefusedWithoutItsValue(
      String name) {
    assertThatThrownBy(() -> SpringBrokerSettings.refuse(with(name)))
        .hasMessageContaining(name)
        .hasMessageContaining("CLUSTERLINE_RABBITMQ_URI")
        .hasMessageNotContaining("hidden-word");
  }

  @Test
  void givenOtherSettingsOfSpringWhenTheServiceStartsThenTheyAreNotRefused() {
    assertThatCode(
            () -> SpringBrokerSettings.refuse(with("spring.rabbitmq.listener.simple.prefetch")))
        .doesNotThrowAnyException();
  }

  private static StandardEnvironment with(String name) {
    StandardEnvironment environment = new StandardEnvironment();
    Map<String, Object> settings = Map.of(name, "amqp://me:hidden-word@elsewhere:1");
    environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
    return environment;
  }
}
