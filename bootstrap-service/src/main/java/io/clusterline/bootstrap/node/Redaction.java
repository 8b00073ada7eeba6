package io.clusterline.bootstrap.node;

import java.util.List;
import java.util.regex.Pattern;

/** Removes secrets from a log before it leaves the service. */
final class Redaction {

  private static final Pattern BOOTSTRAP_TOKEN =
      Pattern.compile("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b");
  private static final Pattern KEY_MATERIAL =
      Pattern.compile("(?i)((?:client-key-data|token|password)\\s*[:=]\\s*)\\S+");

  private Redaction() {}

  static List<String> of(List<String> lines) {
    return lines.stream().map(Redaction::of).toList();
  }

  static String of(String line) {
    String withoutTokens = BOOTSTRAP_TOKEN.matcher(line).replaceAll("[redacted]");
    return KEY_MATERIAL.matcher(withoutTokens).replaceAll("$1[redacted]");
  }
}
