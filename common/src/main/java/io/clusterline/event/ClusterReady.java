package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * All that the specification asks for is there: the platform (AddonsReady), and where it asks for
 * them certificates and CDN (EdgeReady), Ingresses (IngressReady) and names (DnsReady). A build is
 * ready before that, with AddonsReady.
 *
 * @param cluster the specification of the generation that was built
 * @param names the public names that lead to the cluster; empty where it has none
 * @param evidence of the last proofs: by name, certificate and answer
 */
public record ClusterReady(Cluster cluster, List<String> names, List<Evidence> evidence)
    implements ClusterEvent, Proven {

  public ClusterReady {
    names = List.copyOf(names);
    evidence = List.copyOf(evidence);
  }
}
