package io.clusterline.kubernetes;

import io.clusterline.resilience.BreakerSettings;
import io.clusterline.resilience.RetrySettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the calls to API servers.
 *
 * @param connectTimeout until the connection is established
 * @param callTimeout until the answer is read
 * @param attempts of one call; the default outlasts a restart of the API server by its kubelet
 * @param firstPause between the first two, growing
 * @param longestPause between any two
 * @param breaker when calls to one API server pause
 */
@ConfigurationProperties("clusterline.kubernetes")
public record KubernetesSettings(
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration callTimeout,
    @DefaultValue("8") int attempts,
    @DefaultValue("200ms") Duration firstPause,
    @DefaultValue("3s") Duration longestPause,
    @DefaultValue BreakerSettings breaker) {

  public static final KubernetesSettings DEFAULT =
      new KubernetesSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          8,
          Duration.ofMillis(200),
          Duration.ofSeconds(3),
          BreakerSettings.DEFAULT);

  /** The same with other limits of time and another number of attempts. */
  public KubernetesSettings with(Duration connect, Duration call, int tries) {
    return new KubernetesSettings(connect, call, tries, firstPause, longestPause, breaker);
  }

  RetrySettings retry() {
    return new RetrySettings(attempts, firstPause, longestPause);
  }
}
