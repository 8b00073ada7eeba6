package io.clusterline.gitops.helm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chart's version as Helm compares it: by semantic versioning, with or without a leading v.
 *
 * @param numbers major, minor and patch
 * @param preRelease empty for a release; {@code rc.1}
 */
public record ChartVersion(List<Integer> numbers, String preRelease)
    implements Comparable<ChartVersion> {

  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([^+]+))?(?:\\+.*)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** Empty when the text is no semantic version. */
  public static Optional<ChartVersion> parse(String text) {
    Matcher version = FORM.matcher(text);
    if (!version.matches()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (int group = 1; group <= 3; group++) {
      numbers.add(Integer.parseInt(version.group(group)));
    }
    return Optional.of(
        new ChartVersion(List.copyOf(numbers), version.group(4) == null ? "" : version.group(4)));
  }

  /** Whether both texts name the same version; texts of another form have to be equal. */
  public static boolean same(String left, String right) {
    return left.equals(right) || parse(left).isPresent() && parse(left).equals(parse(right));
  }

  /** Precedence: a pre-release comes before its release. */
  @Override
  public int compareTo(ChartVersion other) {
    int byNumber = Arrays.compare(array(numbers), array(other.numbers));
    if (byNumber != 0) {
      return byNumber;
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    return compare(preRelease.split("\\."), other.preRelease.split("\\."));
  }

  /** The newest first; what is no version comes last. */
  static Comparator<String> newestFirst() {
    return Comparator.comparing(
        (String text) -> parse(text).orElse(null),
        Comparator.nullsLast(Comparator.<ChartVersion>reverseOrder()));
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int compare(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int difference = compare(left[i], right[i]);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  /** Numbers by value and before words. */
  private static int compare(String left, String right) {
    boolean leftNumber = NUMBER.matcher(left).matches();
    boolean rightNumber = NUMBER.matcher(right).matches();
    if (leftNumber && rightNumber) {
      return Integer.compare(Integer.parseInt(left), Integer.parseInt(right));
    }
    return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
  }
}
