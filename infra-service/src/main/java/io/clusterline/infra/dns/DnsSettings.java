package io.clusterline.infra.dns;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the dns stage waits.
 *
 * @param change until all name servers of Route 53 have a change; AWS does that within a minute
 * @param answer until Route 53 answers with the load balancer's addresses
 * @param targets until the load balancer finds a target healthy: two to three minutes on AWS
 */
@ConfigurationProperties("clusterline.dns")
public record DnsSettings(
    @DefaultValue("10m") Duration change,
    @DefaultValue("5m") Duration answer,
    @DefaultValue("10m") Duration targets) {

  public static final DnsSettings DEFAULT =
      new DnsSettings(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMinutes(10));
}
