package io.clusterline.event;

import java.util.Locale;
import java.util.regex.Pattern;

/** Under which subject a message is refused, whatever it gave as the name of a cluster. */
public final class RefusedSubject {

  private static final String INVALID = "invalid";
  private static final int LONGEST = 63;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");

  private RefusedSubject() {}

  /**
   * The name itself where a cluster can be called so, else {@code invalid.} and what is readable of
   * it: {@code invalid.prod-eu} of {@code prod.eu}. The dot keeps it apart from every cluster, and
   * what follows is fit for a routing key and for a terminal.
   */
  public static String of(String given) {
    if (NAME.matcher(given).matches()) {
      return given;
    }
    String start = given.substring(0, Math.min(given.length(), LONGEST));
    String dashed = NOT_IN_NAMES.matcher(start.toLowerCase(Locale.ROOT)).replaceAll("-");
    String readable = ENDS.matcher(dashed).replaceAll("");
    return readable.isEmpty() ? INVALID : INVALID + "." + readable;
  }
}
