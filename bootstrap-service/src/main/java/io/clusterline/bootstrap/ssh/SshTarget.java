package io.clusterline.bootstrap.ssh;

/**
 * A machine to log in on, and the one host key it may show.
 *
 * @param node what messages call it
 */
public record SshTarget(String node, String host, int port, HostKeyPin pin) {

  static final int DEFAULT_PORT = 22;

  public SshTarget(String node, String host, HostKeyPin pin) {
    this(node, host, DEFAULT_PORT, pin);
  }

  @Override
  public String toString() {
    return node + " (" + host + ":" + port + ")";
  }
}
