package io.clusterline.infra.accept;

import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.messaging.Delivery;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.spec.SpecificationReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the accept queue, decoded and, if it requests a cluster, validated.
 *
 * @param cluster the specification of a {@code ClusterRequested}. An invalid one only serves to
 *     find the cluster's record, and is absent when name or location are invalid
 * @param findings of a {@code ClusterRequested}; empty when it is valid
 */
record IncomingMessage(Event<?> event, @Nullable Cluster cluster, List<Finding> findings) {

  IncomingMessage {
    findings = List.copyOf(findings);
  }

  /**
   * @param clock today decides which Kubernetes releases are still supported
   * @throws io.clusterline.failure.ClusterlineException {@code MALFORMED_EVENT}
   */
  static IncomingMessage read(Delivery delivery, Clock clock) {
    Event<?> event = delivery.event();
    return event.data() instanceof ClusterRequested request
        ? validated(event, request, clock)
        : new IncomingMessage(event, null, List.of());
  }

  private static IncomingMessage validated(Event<?> event, ClusterRequested request, Clock clock) {
    List<Finding> findings = new ArrayList<>(Approvals.findings(request.approvals()));
    try {
      Cluster cluster = SpecificationReader.of(request.cluster(), clock);
      return new IncomingMessage(event, cluster, findings);
    } catch (InvalidSpecificationException invalid) {
      findings.addAll(invalid.findings());
      return new IncomingMessage(event, located(request, invalid), findings);
    }
  }

  private static @Nullable Cluster located(
      ClusterRequested request, InvalidSpecificationException invalid) {
    if (invalid.findings().stream().anyMatch(IncomingMessage::concernsLocation)) {
      return null;
    }
    try {
      return SpecificationReader.bind(request.cluster());
    } catch (InvalidSpecificationException misshapen) {
      return null;
    }
  }

  /** An empty path is the whole specification, or findings that are not shown. */
  private static boolean concernsLocation(Finding finding) {
    String path = finding.path();
    return path.isEmpty()
        || path.equals("spec")
        || path.startsWith("spec.aws")
        || path.startsWith("metadata");
  }
}
