package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import io.clusterline.networkpolicy.Verdict;
import io.clusterline.networkpolicy.Verdict.End;
import io.clusterline.zerotrust.matrix.Needs.Need;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All connections that nobody has listed: from everybody to everybody, at every port that a table
 * names and some that none does. Each is denied at both of its ends, as far as those are pods that
 * our policies isolate.
 */
final class Closure {

  private static final List<Integer> UNNAMED = List.of(1, 22, 80, 443, 2379, 3306, 65_535);

  private final Set<String> isolated;

  /**
   * @param isolated namespaces
   */
  Closure(Set<String> isolated) {
    this.isolated = isolated;
  }

  /** Those that touch a pod of an isolated namespace. */
  List<Connection> unlisted() {
    Set<Connection> listed = new HashSet<>(listed().toList());
    List<Connection> unlisted = new ArrayList<>();
    for (Endpoint from : Eco2.WORLD.everybody()) {
      for (Endpoint to : Eco2.WORLD.everybody()) {
        if (!from.equals(to) && (isIsolated(from) || isIsolated(to))) {
          ports(from, to).filter(each -> !listed.contains(each)).forEach(unlisted::add);
        }
      }
    }
    return unlisted;
  }

  /** Whether a connection is denied wherever our policies could deny it. */
  boolean isDenied(PolicyEvaluator policies, Connection connection) {
    Verdict verdict = policies.evaluate(connection);
    return (!isIsolated(connection.from()) || verdict.egress() instanceof End.Isolated)
        && (!isIsolated(connection.to()) || verdict.ingress() instanceof End.Isolated);
  }

  private boolean isIsolated(Endpoint endpoint) {
    return endpoint instanceof Pod pod && isolated.contains(pod.namespace());
  }

  private static Stream<Connection> listed() {
    return Stream.of(
            Eco2.CELLS.stream().filter(Cell::allowed),
            Eco2.NEEDS.stream().map(Need::cell),
            Eco2.ALSO.stream().map(Need::cell))
        .flatMap(cells -> cells)
        .flatMap(cell -> cell.connections().stream());
  }

  private static Stream<Connection> ports(Endpoint from, Endpoint to) {
    return PORTS.stream()
        .flatMap(port ->
            Stream.of(
                new Connection(from, to, Protocol.TCP, port),
                new Connection(from, to, Protocol.UDP, port)));
  }

  private static final Set<Integer> PORTS = portsOfTables();

  private static Set<Integer> portsOfTables() {
    Set<Integer> ports = new TreeSet<>(UNNAMED);
    listed().map(Connection::port).forEach(ports::add);
    return ports;
  }
}
