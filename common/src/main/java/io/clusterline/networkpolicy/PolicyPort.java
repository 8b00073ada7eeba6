package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Endpoint.NamedPort;
import io.clusterline.networkpolicy.Endpoint.Pod;
import org.jspecify.annotations.Nullable;

/**
 * Ports of the pod that receives the connection (behind a Service: its target port).
 *
 * @param number the port, or the first of a range; null together with {@code name}: every port
 * @param name a named container port, instead of a number
 * @param last the last port of a range; null: only the one
 */
public record PolicyPort(
    Protocol protocol, @Nullable Integer number, @Nullable String name, @Nullable Integer last) {

  /** Transport protocols that a policy knows. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  /** One TCP port. */
  public static PolicyPort tcp(int number) {
    return new PolicyPort(Protocol.TCP, number, null, null);
  }

  /** One UDP port. */
  public static PolicyPort udp(int number) {
    return new PolicyPort(Protocol.UDP, number, null, null);
  }

  public PolicyPort {
    if (number != null && name != null || last != null && (number == null || last < number)) {
      throw new IllegalArgumentException(
          "neither a port, a named port nor a range: " + number + ", " + name + ", " + last);
    }
  }

  /** Whether the connection goes to such a port. Only pods have named ports. */
  public boolean matches(Connection connection) {
    if (connection.protocol() != protocol) {
      return false;
    }
    if (name != null) {
      return connection.to() instanceof Pod pod
          && pod.ports().contains(new NamedPort(name, protocol, connection.port()));
    }
    return number == null || isInRange(connection.port(), number);
  }

  private boolean isInRange(int port, int first) {
    return first <= port && port <= (last == null ? first : last);
  }
}
