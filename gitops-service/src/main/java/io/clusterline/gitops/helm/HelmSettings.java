package io.clusterline.gitops.helm;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of concurrent Helm calls. Each cluster's process takes 125 to 220 MB while it lives.
 *
 * @param processes at once in the whole service, one per cluster
 * @param calls at once in a process; each costs about a core while it runs
 * @param patience how long a cluster may have to wait for its process
 * @param idle how long a process without a call is kept before it gives its place to others
 * @param longest what a call may take: Helm waits up to 4 minutes for the hooks before a release
 *     and again for those after it, and makes up to 150 objects in between; it knows no limit for a
 *     silent API server
 */
public record HelmSettings(
    @DefaultValue("4") int processes,
    @DefaultValue("2") int calls,
    @DefaultValue("15m") Duration patience,
    @DefaultValue("15s") Duration idle,
    @DefaultValue("10m") Duration longest) {

  public static final HelmSettings DEFAULT =
      new HelmSettings(
          4, 2, Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofMinutes(10));
}
