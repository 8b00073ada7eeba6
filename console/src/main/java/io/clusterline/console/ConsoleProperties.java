package io.clusterline.console;

import io.clusterline.secret.Secret;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the console, under {@code clusterline.console}.
 *
 * @param token what a browser must send; empty: no token is asked for, which only a loopback
 *     address allows
 * @param retention how long the metrics of a finished build stay
 * @param flush pause between two messages to the browsers, which hold all events in between
 * @param heartbeat pause after which a silent stream sends a comment
 * @param otlpEndpoint where traces go, such as {@code http://127.0.0.1:4318/v1/traces}; empty:
 *     nowhere
 * @param traceUrl where a trace is seen, with {@code {trace}} in the place of its id; empty: the
 *     page has no link
 * @param grafanaUrl Grafana's address, such as {@code http://127.0.0.1:3000}; empty: the page has
 *     no link
 */
@ConfigurationProperties("clusterline.console")
public record ConsoleProperties(
    @DefaultValue("") String token,
    @DefaultValue("30m") Duration retention,
    @DefaultValue("50ms") Duration flush,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("") String otlpEndpoint,
    @DefaultValue("") String traceUrl,
    @DefaultValue("") String grafanaUrl) {

  /** The token, safe to hand on. */
  public Secret secret() {
    return Secret.of(token);
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "ConsoleProperties[retention=" + retention + "]";
  }
}
