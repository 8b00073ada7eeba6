package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import io.clusterline.networkpolicy.Verdict;
import io.clusterline.spec.Cluster;
import java.util.List;
import java.util.Map;

/** A cluster under policies, in which pods and others ask for connections. */
final class World {

  private final Cluster cluster;
  private final Samples samples;
  private final PolicyEvaluator evaluator;

  World(Cluster cluster) {
    this(cluster, PolicySet.of(cluster.spec()).all());
  }

  World(Cluster cluster, List<NetworkPolicy> policies) {
    this.cluster = cluster;
    this.samples = new Samples(cluster.spec());
    this.evaluator = new PolicyEvaluator(policies, samples.namespaces());
  }

  /**
   * @param from a party of the dependency table, {@code pod NAMESPACE}, or {@code tunnel} for what
   *     a node sends through one
   * @param port {@code 53/udp}, {@code 443}
   */
  Verdict ask(String from, String to, String port) {
    boolean udp = port.endsWith("/udp");
    int number = Integer.parseInt(port.replace("/udp", ""));
    Protocol protocol = udp ? Protocol.UDP : Protocol.TCP;
    return evaluator.evaluate(new Connection(endpoint(from), endpoint(to), protocol, number));
  }

  private Endpoint endpoint(String text) {
    if (text.startsWith("pod ")) {
      return pod(text.substring("pod ".length()));
    }
    return text.equals("tunnel")
        ? new Endpoint.Host("other", tunnel())
        : samples.of(Parties.of(text), text).getFirst();
  }

  /** Its address is one of the pods' range. */
  String tunnel() {
    return cluster.spec().network().podCidr().address(64);
  }

  private Endpoint pod(String namespace) {
    String address = cluster.spec().network().podCidr().address(11);
    return new Endpoint.Pod(namespace, "any", Map.of(), List.of(), address, null);
  }
}
