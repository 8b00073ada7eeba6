package io.clusterline.infra.cluster;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How machines of a cluster that stands are replaced.
 *
 * @param drainWithin until the last pod has left a node
 * @param readyWithin how long a node may be NotReady before it counts as dead
 */
@ConfigurationProperties("clusterline.infra")
public record ReplacementSettings(
    @DefaultValue("5m") Duration drainWithin, @DefaultValue("1m") Duration readyWithin) {

  public static final ReplacementSettings DEFAULT =
      new ReplacementSettings(Duration.ofMinutes(5), Duration.ofMinutes(1));
}
