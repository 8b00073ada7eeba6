package io.clusterline.infra.accept;

import io.clusterline.spec.Finding;
import io.clusterline.stage.Address;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The approvals of a request. An approval that is no step address would never match, so it is
 * refused on arrival and not after hours of building.
 */
final class Approvals {

  private static final int MOST_FINDINGS = 100;
  private static final int LONGEST_VALUE = 80;
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Approvals() {}

  /** One finding for each approval that is not of the form {@code instance/worker-1}. */
  static List<Finding> findings(@Nullable List<String> approvals) {
    List<String> all = Objects.requireNonNullElse(approvals, List.of());
    return IntStream.range(0, all.size())
        .filter(index -> !isAddress(all.get(index)))
        .limit(MOST_FINDINGS)
        .mapToObj(index -> finding(index, all.get(index)))
        .toList();
  }

  private static boolean isAddress(String approval) {
    try {
      Address address = Address.parse(approval);
      return KIND.matcher(address.kind()).matches() && !INVISIBLE.matcher(approval).find();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static Finding finding(int index, String approval) {
    String printable = INVISIBLE.matcher(approval).replaceAll("?");
    return new Finding(
        "data.approvals[" + index + "]",
        printable.length() <= LONGEST_VALUE
            ? printable
            : printable.substring(0, LONGEST_VALUE) + "…",
        "not the address of a step, kind/name",
        "write it in the form instance/worker-1");
  }
}
