package io.clusterline.bootstrap.ssh;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of concurrent SSH commands and of retries.
 *
 * @param sessions commands at once in the whole service
 * @param sessionsPerCluster of those, so that one cluster leaves some to the others
 * @param patience longest wait of a command for its session
 * @param attempts of a command that was not started, or that may run twice; the default is about
 *     twelve seconds of refused connections: an sshd that restarts
 * @param firstPause between the first two, growing
 * @param longestPause between any two
 */
public record SshLimits(
    @DefaultValue("128") int sessions,
    @DefaultValue("32") int sessionsPerCluster,
    @DefaultValue("5m") Duration patience,
    @DefaultValue("9") int attempts,
    @DefaultValue("250ms") Duration firstPause,
    @DefaultValue("2s") Duration longestPause) {

  public static final SshLimits DEFAULTS =
      new SshLimits(
          128, 32, Duration.ofMinutes(5), 9, Duration.ofMillis(250), Duration.ofSeconds(2));
}
