package io.clusterline.state;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A request names an account, region or role that this pipeline may not use. */
public final class LocationNotAllowedException extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /**
   * @param findings not empty
   */
  LocationNotAllowedException(List<Finding> findings) {
    super(
        ErrorCode.LOCATION_NOT_ALLOWED,
        findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    this.findings = List.copyOf(findings);
  }

  /** What is not allowed, field by field. */
  public List<Finding> findings() {
    return findings;
  }
}
