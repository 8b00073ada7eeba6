package io.clusterline.infra.edge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the edge stage waits.
 *
 * @param bucket until the infra stage has made the bucket of the images
 * @param certificate until a certificate is issued; AWS does that within minutes once the record
 *     can be seen by everybody
 * @param distribution until a change of the CDN is deployed: up to twenty minutes on AWS
 */
@ConfigurationProperties("clusterline.edge")
public record EdgeSettings(
    @DefaultValue("15m") Duration bucket,
    @DefaultValue("30m") Duration certificate,
    @DefaultValue("30m") Duration distribution) {

  public static final EdgeSettings DEFAULT =
      new EdgeSettings(Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(30));
}
