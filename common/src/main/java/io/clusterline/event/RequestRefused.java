package io.clusterline.event;

import io.clusterline.spec.Finding;
import java.util.List;

/**
 * A request was refused; the cluster, if there is one, stays as it was. {@code causationid} is the
 * id of the request.
 *
 * @param request the kind of request, such as {@code ClusterRequested}
 * @param code an {@code ErrorCode}
 * @param message the reason, with the values that mattered
 * @param fix how to correct it
 * @param findings mistakes in the specification, when they are the reason
 */
public record RequestRefused(
    String request, String code, String message, String fix, List<Finding> findings)
    implements ClusterEvent {

  public RequestRefused {
    findings = List.copyOf(findings);
  }
}
