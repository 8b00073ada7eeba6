package io.clusterline.network;

import io.clusterline.network.cluster.ClusterNetwork;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code clusterline.network}.
 *
 * @param readyWithin longest time until nodes and network are ready, once all have joined
 * @param removalWithin longest time until a namespace is deleted
 */
@ConfigurationProperties("clusterline.network")
public record NetworkProperties(
    @DefaultValue("10m") Duration readyWithin, @DefaultValue("5m") Duration removalWithin) {

  ClusterNetwork.Limits limits() {
    return new ClusterNetwork.Limits(readyWithin, removalWithin);
  }
}
