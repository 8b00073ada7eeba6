package io.clusterline.infra.accept;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import java.util.List;

/** A request that is refused with findings: all that is wrong with it, field by field. */
final class RefusedRequestException extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /**
   * @param findings not empty
   */
  RefusedRequestException(ErrorCode code, List<Finding> findings) {
    super(code, findings.size() + " problems, the first: " + findings.getFirst());
    this.findings = List.copyOf(findings);
  }

  List<Finding> findings() {
    return findings;
  }
}
