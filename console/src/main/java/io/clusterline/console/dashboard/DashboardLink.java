package io.clusterline.console.dashboard;

import io.clusterline.console.feed.Board;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where Grafana shows the progress of a cluster, on the dashboard of deploy/monitoring.
 *
 * @param grafana its address; empty: nowhere
 */
public record DashboardLink(Board board, String grafana) {

  /** The uid of the dashboard "Build progress". */
  private static final String PATH = "/d/clusterline-build";

  /**
   * @throws IllegalArgumentException when that is no address
   */
  public DashboardLink {
    if (!grafana.isEmpty() && !grafana.startsWith("http://") && !grafana.startsWith("https://")) {
      throw new IllegalArgumentException(
          "CLUSTERLINE_GRAFANA_URL is '%s': give an http address".formatted(grafana));
    }
  }

  /** Whether there are links. */
  public boolean isConfigured() {
    return !grafana.isEmpty();
  }

  /**
   * @param cluster its key
   * @return empty when it is not known
   */
  public Optional<URI> of(String cluster) {
    return isConfigured()
        ? board.clusters().stream()
            .filter(known -> known.key().equals(cluster))
            .findFirst()
            .map(known -> address(known.name(), known.region(), known.accountId()))
        : Optional.empty();
  }

  /** A cluster without account has no such label, which the empty value selects. */
  private URI address(String name, @Nullable String region, @Nullable String account) {
    UriComponentsBuilder address =
        UriComponentsBuilder.fromUriString(grafana.replaceFirst("/+$", "") + PATH)
            .queryParam("var-cluster", "{name}");
    return region == null
        ? address.build(name)
        : address
            .queryParam("var-region", "{region}")
            .queryParam("var-account", "{account}")
            .build(name, region, Objects.requireNonNullElse(account, ""));
  }
}
