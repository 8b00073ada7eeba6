package io.clusterline.network.step;

import io.clusterline.event.Evidence;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.probe.NetworkProof;
import io.clusterline.network.probe.ProbeNamespace;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods on every node have used the network. They are gone afterwards, and the proof holds for the
 * nodes and the specification that it was made with: to send packets at each comparison would be a
 * change.
 *
 * @param names of the nodes
 * @param image of the probes
 * @param specification a digest of it
 */
public record PodNetworkProven(
    List<String> names,
    String image,
    String specification,
    CniComplete cni,
    DnsAvailable dns,
    Duration within)
    implements Step<ClusterNetwork, PodNetworkProven.Proven> {

  /**
   * The proof.
   *
   * @param subject what it was made with
   * @param generation in which it was made
   * @param mtus of a pod's interface, by node
   */
  public record Proven(
      String subject, long generation, Map<String, String> mtus, List<Evidence> evidence) {
    public Proven {
      mtus = Map.copyOf(mtus);
      evidence = List.copyOf(evidence);
    }
  }

  public static final Kind<ClusterNetwork, Proven> KIND =
      Kind.<ClusterNetwork, Proven>of(
              "pod-network",
              Proven.class,
              (network, proven) -> ProbeNamespace.removeAll(network),
              (network, intent) -> Optional.of(new Proven("", 0, Map.of(), List.of())))
          .with(Trait.IN_CLUSTER);

  @Override
  public Kind<ClusterNetwork, Proven> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "probes";
  }

  /** Its waits share the limit; what is left is for what a process that died has left. */
  @Override
  public Duration deadline() {
    return within.plusMinutes(2);
  }

  @Override
  public Found<Proven> find(ClusterNetwork network) {
    return network
        .recorded(KIND)
        .filter(proven -> proven.subject().equals(subject(network)))
        .map(Found::inSync)
        .orElseGet(Found::missing);
  }

  @Override
  public Proven apply(ClusterNetwork network, Found<Proven> found) {
    String subject = subject(network);
    ProbeNamespace.deleteAll(network); // an attempt before this one may have died at any moment
    NetworkProof proof;
    try {
      proof = NetworkProof.make(network, names, image, within);
    } catch (RuntimeException e) {
      tidyUp(network, e);
      throw e;
    }
    ProbeNamespace.deleteAll(network);
    return new Proven(subject, network.cluster().generation(), proof.mtus(), proof.evidence());
  }

  /** Also when the step was stopped; what cannot be deleted now, the next attempt deletes. */
  private static void tidyUp(ClusterNetwork network, RuntimeException failure) {
    boolean interrupted = Thread.interrupted();
    try {
      ProbeNamespace.deleteAll(network);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A node that was made again is another one, even if it has the same name. */
  private String subject(ClusterNetwork network) {
    StringBuilder subject = new StringBuilder(specification);
    for (String name : names) {
      String uid =
          network.node(name).map(node -> node.at("/metadata/uid").asString("")).orElse("none");
      subject.append(' ').append(uid);
    }
    return Fingerprint.of(subject.toString());
  }
}
