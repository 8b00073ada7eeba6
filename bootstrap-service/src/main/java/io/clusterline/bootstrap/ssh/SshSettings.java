package io.clusterline.bootstrap.ssh;

import java.time.Duration;

/**
 * Settings of SSH connections.
 *
 * @param port of the machines' SSH servers
 * @param connectTimeout until the TCP connection is established and the server has sent its banner
 * @param keepAlive how often a silent connection is probed
 * @param keepAliveMisses unanswered probes after which the connection counts as lost
 * @param channels commands at once on one connection; OpenSSH's own limit (MaxSessions) is 10
 */
public record SshSettings(
    int port, Duration connectTimeout, Duration keepAlive, int keepAliveMisses, int channels) {

  public static final SshSettings DEFAULTS =
      new SshSettings(22, Duration.ofSeconds(5), Duration.ofSeconds(5), 3, 10);
}
