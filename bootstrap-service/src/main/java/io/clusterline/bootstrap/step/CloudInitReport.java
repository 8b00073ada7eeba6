package io.clusterline.bootstrap.step;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code cloud-init status --long} tells of a boot.
 *
 * @param errors each ends in status "error"
 * @param warnings of a machine that is degraded, and of deprecated configuration
 */
record CloudInitReport(List<String> errors, List<String> warnings) {

  private static final String ITEM = "- ";

  CloudInitReport {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Reads the lists below {@code errors:} and {@code recoverable_errors:}. */
  static CloudInitReport parse(List<String> lines) {
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> current = new ArrayList<>(); // of no interest
    for (String line : lines) {
      if (line.startsWith("errors:")) {
        current = errors;
      } else if (line.startsWith("recoverable_errors:")) {
        current = warnings;
      } else if (line.strip().startsWith(ITEM)) {
        current.add(line.strip().substring(ITEM.length()));
      }
    }
    return new CloudInitReport(errors, warnings.stream().distinct().toList());
  }

  /** Every error and warning, errors first. */
  List<String> all() {
    List<String> all = new ArrayList<>(errors);
    all.addAll(warnings);
    return all;
  }

  /** In one line. */
  @Override
  public String toString() {
    return String.join("; ", errors.isEmpty() ? warnings : errors);
  }
}
