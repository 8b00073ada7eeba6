package io.clusterline.gitops.helm;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of concurrent Helm calls. Each cluster's process takes 125 to 220 MB while it lives.
 *
 * @param processes at once in the whole service, one per cluster
 * @param calls at once in a process; each costs about a core while it runs
 * @param patience longest wait of a cluster for its process
 * @param idle how long a process without a call is kept before it releases its slot
 * @param longest time limit of a call: longer than Helm itself waits for hooks; it knows no limit
 *     for a silent API server
 */
public record HelmSettings(
    @DefaultValue("4") int processes,
    @DefaultValue("2") int calls,
    @DefaultValue("15m") Duration patience,
    @DefaultValue("15s") Duration idle,
    @DefaultValue("5m") Duration longest) {

  public static final HelmSettings DEFAULT =
      new HelmSettings(4, 2, Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofMinutes(5));
}
