package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates are issued and the CDN serves the images; or the specification has no domain, and
 * there is nothing to do.
 *
 * @param cluster the specification of the generation that is being built
 * @param edge null without a domain
 * @param evidence of what was checked, or of what was skipped and why
 */
public record EdgeReady(Cluster cluster, @Nullable Edge edge, List<Evidence> evidence)
    implements ClusterEvent, Proven {

  public EdgeReady {
    evidence = List.copyOf(evidence);
  }
}
