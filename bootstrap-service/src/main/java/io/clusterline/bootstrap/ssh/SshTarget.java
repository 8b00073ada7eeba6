package io.clusterline.bootstrap.ssh;

/**
 * A machine to log in on, and its accepted host key.
 *
 * @param node its name in messages
 */
public record SshTarget(String node, String host, HostKeyPin pin) {

  @Override
  public String toString() {
    return node + " (" + host + ")";
  }
}
