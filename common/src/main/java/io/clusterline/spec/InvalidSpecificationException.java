package io.clusterline.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A specification that cannot be built, with everything that is wrong with it. */
public final class InvalidSpecificationException extends RuntimeException {

  private final List<Finding> findings;

  public InvalidSpecificationException(List<Finding> findings) {
    super(message(findings));
    this.findings = List.copyOf(findings);
  }

  /** The findings in the order of the specification; never empty. */
  public List<Finding> findings() {
    return findings;
  }

  private static String message(List<Finding> findings) {
    return findings.stream()
        .map(Finding::toString)
        .collect(Collectors.joining("\n  ", "invalid specification:\n  ", ""));
  }
}
