package io.clusterline.messaging;

import java.util.List;
import org.springframework.core.env.Environment;

/**
 * Spring Boot's own settings of the connection. Ours has other rules about accounts and
 * certificates, so these have no effect; who sets one would be connected elsewhere than they
 * believe.
 */
public final class SpringBrokerSettings {

  private static final String PREFIX = "spring.rabbitmq.";
  private static final List<String> NAMES =
      List.of(
          "addresses",
          "host",
          "port",
          "username",
          "password",
          "virtual-host",
          "ssl.enabled",
          "ssl.bundle",
          "ssl.trust-store");

  private SpringBrokerSettings() {}

  /**
   * Refuses them; names the setting, never its value.
   *
   * @throws IllegalStateException when one is set
   */
  public static void refuse(Environment environment) {
    List<String> set =
        NAMES.stream().map(PREFIX::concat).filter(environment::containsProperty).toList();
    if (!set.isEmpty()) {
      throw new IllegalStateException(
          "%s has no effect: name the broker in %s (amqp://user:password@host:5672/vhost), its certificates in %s"
              .formatted(String.join(", ", set), BrokerAddress.VARIABLE, BrokerTrust.VARIABLE));
    }
  }
}
