package io.clusterline.gitops.ingress;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the ingress stage waits.
 *
 * @param edge until the edge stage has ended; a certificate and a CDN take AWS up to an hour
 * @param loadBalancer until the load balancer has its address; AWS takes some three minutes
 * @param targets until what is behind the add-ons' hosts is ready
 * @param removal until a load balancer has let an Ingress go
 */
@ConfigurationProperties("clusterline.ingress")
public record IngressSettings(
    @DefaultValue("65m") Duration edge,
    @DefaultValue("10m") Duration loadBalancer,
    @DefaultValue("10m") Duration targets,
    @DefaultValue("5m") Duration removal) {

  public static final IngressSettings DEFAULT = all(Duration.ofMinutes(10));

  /** The same limit for all waits. */
  public static IngressSettings all(Duration limit) {
    return new IngressSettings(limit, limit, limit, limit);
  }
}
