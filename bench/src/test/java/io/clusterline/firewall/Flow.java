package io.clusterline.firewall;

import io.clusterline.infra.network.Firewall;
import io.clusterline.infra.network.GroupName;
import io.clusterline.infra.network.Rule;
import io.clusterline.infra.network.Rule.Group;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A connection that something needs.
 *
 * @param purpose who asks whom
 * @param from groups of the machines where it begins
 * @param to groups of the machines where it ends
 * @param port at the machine: of VXLAN when it leads to a pod
 * @param bind where the server listens; {@code pod} when a pod does
 */
record Flow(
    String purpose, Set<GroupName> from, Set<GroupName> to, String protocol, int port, String bind)
    implements Comparable<Flow> {

  private static final int VXLAN = 4789;

  static Flow toMachine(
      String purpose, Set<GroupName> from, Set<GroupName> to, int port, String bind) {
    return new Flow(purpose, from, to, "tcp", port, bind);
  }

  /** Pods have addresses of their own, which the VPC does not know. */
  static Flow toPod(String purpose, Set<GroupName> from, Set<GroupName> to) {
    return new Flow(purpose, from, to, "udp", VXLAN, "pod");
  }

  /** Packets of VXLAN come back as a flow of their own: a security group does not tie them. */
  Flow back() {
    return new Flow(purpose, to, from, protocol, port, bind);
  }

  boolean isToPod() {
    return bind.equals("pod");
  }

  boolean isHeard() {
    return !bind.startsWith("127.");
  }

  boolean isOpen(Firewall firewall) {
    return to.stream()
        .allMatch(group ->
            from.stream()
                .allMatch(source ->
                    firewall.rulesOf(group).stream().anyMatch(rule -> admits(rule, source))));
  }

  private boolean admits(Rule rule, GroupName source) {
    return rule.protocol().equals(protocol)
        && rule.from() <= port
        && port <= rule.to()
        && rule.source().equals(new Group(source));
  }

  String row() {
    return "| %s | %s | %s | %s/%d | %s |"
        .formatted(purpose, names(from), names(to), protocol, port, bind);
  }

  private static String names(Set<GroupName> groups) {
    return new TreeSet<>(groups)
        .stream().map(GroupName::toString).collect(Collectors.joining(", "));
  }

  @Override
  public int compareTo(Flow other) {
    int byPort = Integer.compare(port, other.port);
    return byPort == 0 ? row().compareTo(other.row()) : byPort;
  }

  @Override
  public String toString() {
    return row();
  }
}
