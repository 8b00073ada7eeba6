package io.clusterline.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests the nearest known name. */
public final class Suggestion {

  private static final int LONGEST = 64;
  private static final int SHORTEST = 6;
  private static final int MISTAKES = 2;
  private static final int MOST_LISTED = 12;

  private Suggestion() {}

  /** A fix that names the most similar known name, or the known ones when none is similar. */
  public static String advice(String wrong, Collection<String> known) {
    return nearest(wrong, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "use one of " + listed(known));
  }

  /** The most similar known name, when one is similar. */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    String word = wrong.length() > LONGEST ? wrong.substring(0, LONGEST) : wrong;
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(word, name)))
        .filter(name -> distance(word, name) <= Math.max(1, name.length() / 3));
  }

  /** The known name that was clearly meant: at most two letters are wrong. */
  static Optional<String> misspelt(String wrong, Collection<String> known) {
    return nearest(wrong, known)
        .filter(name -> name.length() >= SHORTEST && distance(wrong, name) <= MISTAKES);
  }

  private static String listed(Collection<String> known) {
    String first = known.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    return known.size() > MOST_LISTED ? first + ", …" : first;
  }

  /** Levenshtein's distance, upper and lower case being equal. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= left.length(); line++) {
      row = nextRow(row, line, left.charAt(line - 1), right);
    }
    return row[right.length()];
  }

  private static int[] nextRow(int[] above, int line, char letter, String right) {
    int[] row = new int[above.length];
    row[0] = line;
    for (int column = 1; column < row.length; column++) {
      boolean same =
          Character.toLowerCase(letter) == Character.toLowerCase(right.charAt(column - 1));
      int replaced = above[column - 1] + (same ? 0 : 1);
      row[column] = Math.min(replaced, 1 + Math.min(above[column], row[column - 1]));
    }
    return row;
  }
}
