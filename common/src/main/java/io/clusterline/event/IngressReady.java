package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load balancer of the Ingresses has its address; or the specification publishes no host, and
 * there is nothing to do.
 *
 * @param cluster the specification of the generation that is being built
 * @param frontDoor null where the specification publishes no host
 * @param evidence of what was checked, or of what was skipped and why
 */
public record IngressReady(Cluster cluster, @Nullable FrontDoor frontDoor, List<Evidence> evidence)
    implements StageTrigger, Proven {

  public IngressReady {
    evidence = List.copyOf(evidence);
  }
}
