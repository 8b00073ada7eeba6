package io.clusterline.network.probe;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.probe.ProbePod.ProbeContainer;
import io.clusterline.network.probe.ProbePods.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What pods on every node have seen of the network: one that serves and connects on each, and one
 * stranger. All run at once, and each tries until it succeeds or the time is over.
 *
 * @param mtus of a pod's interface, by node
 */
public record NetworkProof(Map<String, String> mtus, List<Evidence> evidence) {

  private static final PodsStart START = new PodsStart();
  private static final DnsAnswers DNS = new DnsAnswers();
  private static final PodsReachPods PEERS = new PodsReachPods();
  private static final PolicyEnforced POLICY = new PolicyEnforced();

  public NetworkProof {
    mtus = Map.copyOf(mtus);
    evidence = List.copyOf(evidence);
  }

  /**
   * @param names of the nodes, at least one
   * @throws io.clusterline.failure.ClusterlineException with the code of the first claim that was
   *     not proven in time
   */
  public static NetworkProof make(
      ClusterNetwork network, List<String> names, String image, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    ProbeNamespace namespace = ProbeNamespace.make(network);
    ProbePods pods = new ProbePods(network, namespace, plan(names, namespace));
    pods.create(image);
    Map<String, String> mtus =
        pods.await(START, remaining(end)).stream()
            .collect(Collectors.toMap(Ended::node, Ended::message));
    How how = network.simulated().kindOfEvidence();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(prove(pods, DNS, how, end));
    evidence.add(names.size() > 1 ? prove(pods, PEERS, how, end) : alone());
    evidence.add(prove(pods, POLICY, how, end));
    return new NetworkProof(mtus, evidence);
  }

  private static Evidence prove(ProbePods pods, Claim claim, How how, long end) {
    List<Ended> ended = pods.await(claim, remaining(end));
    return new Evidence(claim.statement(), how, claim.result(ended));
  }

  private static Evidence alone() {
    return new Evidence(PEERS.statement(), How.SKIPPED, "there is one node only");
  }

  /** A last look is always taken. */
  private static Duration remaining(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private static List<ProbePod> plan(List<String> names, ProbeNamespace namespace) {
    List<ProbePod> pods = new ArrayList<>();
    IntStream.range(0, names.size())
        .mapToObj(index -> member(names, index, namespace))
        .forEach(pods::add);
    pods.add(
        new ProbePod(
            "stranger",
            names.getLast(),
            "stranger",
            List.of(),
            List.of(POLICY.stranger(host(0, namespace)))));
    return pods;
  }

  private static ProbePod member(List<String> names, int index, ProbeNamespace namespace) {
    List<ProbeContainer> containers = new ArrayList<>();
    containers.add(ProbeContainer.serving("server", PodsReachPods.GUARDED, PolicyEnforced.OPEN));
    containers.add(DNS.asker());
    if (names.size() > 1) {
      containers.add(PEERS.visitor(host((index + 1) % names.size(), namespace)));
    }
    return new ProbePod(
        name(index), names.get(index), "member", List.of(START.reader()), containers);
  }

  private static String name(int index) {
    return "node-" + index;
  }

  private static String host(int index, ProbeNamespace namespace) {
    return name(index) + ".nodes." + namespace.name() + ".svc.cluster.local.";
  }
}
