package io.clusterline.network;

import io.clusterline.network.cluster.ClusterNetwork;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code clusterline.network}.
 *
 * @param readyWithin how long nodes and network may take until they are ready, once all have joined
 * @param removalWithin how long a namespace may take until it is gone
 */
@ConfigurationProperties("clusterline.network")
public record NetworkProperties(
    @DefaultValue("10m") Duration readyWithin, @DefaultValue("5m") Duration removalWithin) {

  ClusterNetwork.Limits limits() {
    return new ClusterNetwork.Limits(readyWithin, removalWithin);
  }
}
