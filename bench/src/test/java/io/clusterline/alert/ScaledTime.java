package io.clusterline.alert;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Configuration and rules in a time that runs faster: every length of time in them is divided by
 * {@value #FACTOR}, and is a second at least. So a scrape comes each second instead of each
 * fifteen, and what fires after 15 minutes fires after one. What is counted or compared stays as it
 * is.
 */
final class ScaledTime {

  static final int FACTOR = 15;

  private static final Pattern LENGTH = Pattern.compile("(?<![\\w.])(\\d+)([smh])\\b");

  /** Thresholds that are lengths of time, in seconds. */
  private static final List<String> THRESHOLDS =
      List.of(
          "p90_1h > 300",
          "clusterline_journal_age_seconds) > 60",
          "- time() < 240",
          "- time() < 2592000");

  private ScaledTime() {}

  static String configuration(String text) {
    return LENGTH.matcher(text).replaceAll(ScaledTime::scaled);
  }

  static String alerts(String text) {
    String all = text;
    for (String threshold : THRESHOLDS) {
      if (!all.contains(threshold)) {
        throw new IllegalStateException("no rule says: " + threshold);
      }
      int number = threshold.lastIndexOf(' ') + 1;
      long seconds = seconds(Duration.ofSeconds(Long.parseLong(threshold.substring(number))));
      all = all.replace(threshold, threshold.substring(0, number) + seconds);
    }
    return configuration(all);
  }

  /** The length in a drill of what is so long on the line. */
  static long seconds(Duration length) {
    return Math.max(1, length.toSeconds() / FACTOR);
  }

  private static String scaled(MatchResult length) {
    long number = Long.parseLong(length.group(1));
    Duration duration =
        switch (length.group(2)) {
          case "h" -> Duration.ofHours(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        };
    return seconds(duration) + "s";
  }
}
