package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.PolicyPort;
import java.util.List;

/**
 * A connection that is needed, opened by {@code from}.
 *
 * @param ports of {@code to}, after address translation: a pod's own, not its Service's
 */
public record Dependency(Party from, Party to, List<PolicyPort> ports, String why) {

  public Dependency {
    ports = List.copyOf(ports);
  }

  @Override
  public String toString() {
    return from.text() + " → " + to.text();
  }
}
