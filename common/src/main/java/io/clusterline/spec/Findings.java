package io.clusterline.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects findings, up to a limit: a thousand would not fit into an event. */
final class Findings {

  private static final int MOST = 50;

  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> misshapen = new HashSet<>();
  private int notShown;

  /** A field that does not even have the right shape: later checks of it would only repeat that. */
  void misshapen(String path, @Nullable String value, String reason, String fix) {
    add(path, value, reason, fix);
    misshapen.add(path);
  }

  /** Adds a finding about a field. */
  void add(Field field, String reason, String fix) {
    add(field.path(), field.describe(), reason, fix);
  }

  /** Adds a finding about the value at that path, as it was written. */
  void add(String path, @Nullable String value, String reason, String fix) {
    if (misshapen.contains(path)) {
      return;
    }
    if (isFull()) {
      notShown++;
      return;
    }
    findings.add(new Finding(path, value == null ? null : SafeText.value(value), reason, fix));
  }

  /** Whether there are so many that more would not be shown. */
  boolean isFull() {
    return findings.size() == MOST;
  }

  /** Counts findings beyond the limit. */
  void addUnseen(int number) {
    notShown += number;
  }

  /** Whether there are no findings. */
  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** The exception with all findings that refuses the specification. */
  InvalidSpecificationException exception() {
    List<Finding> all = new ArrayList<>(findings);
    if (notShown > 0) {
      all.add(
          new Finding(
              "", null, notShown + " more findings are not shown", "repair these and try again"));
    }
    return new InvalidSpecificationException(all);
  }
}
