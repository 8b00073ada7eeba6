package io.clusterline.bootstrap.ssh;

/**
 * A machine to log in on, and the one host key it may show.
 *
 * @param node what messages call it
 */
public record SshTarget(String node, String host, HostKeyPin pin) {

  @Override
  public String toString() {
    return node + " (" + host + ")";
  }
}
