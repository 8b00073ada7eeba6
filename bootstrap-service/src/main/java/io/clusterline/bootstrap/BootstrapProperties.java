package io.clusterline.bootstrap;

import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.ssh.SshSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code clusterline.bootstrap}.
 *
 * @param containerdVersion of package containerd.io, as apt takes it; Kubernetes 1.36 needs 2.x
 * @param drainWithin how long the pods of a node that leaves the cluster may take to go
 * @param sshLimits how much runs over SSH at once, and how often is tried
 */
@ConfigurationProperties("clusterline.bootstrap")
public record BootstrapProperties(
    @DefaultValue("2.2.1-*") String containerdVersion,
    @DefaultValue("2m") Duration drainWithin,
    @DefaultValue Ssh ssh,
    @DefaultValue SshLimits sshLimits) {

  /** How machines are reached; see {@link SshSettings}. */
  public record Ssh(
      @DefaultValue("22") int port,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("5s") Duration keepAlive,
      @DefaultValue("3") int keepAliveMisses,
      @DefaultValue("10") int channels) {

    SshSettings settings() {
      return new SshSettings(port, connectTimeout, keepAlive, keepAliveMisses, channels);
    }
  }
}
