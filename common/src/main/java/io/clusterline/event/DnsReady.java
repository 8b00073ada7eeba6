package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The public names lead to the cluster's load balancer; or there are none, and there is nothing to
 * do.
 *
 * @param cluster the specification of the generation that is being built
 * @param records the alias records of the names
 * @param evidence of what was checked, or of what was skipped and why
 */
public record DnsReady(Cluster cluster, List<DnsRecord> records, List<Evidence> evidence)
    implements ClusterEvent, Proven {

  public DnsReady {
    records = List.copyOf(records);
    evidence = List.copyOf(evidence);
  }
}
