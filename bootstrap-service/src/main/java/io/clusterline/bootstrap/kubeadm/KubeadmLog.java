package io.clusterline.bootstrap.kubeadm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what kubeadm prints. */
public final class KubeadmLog {

  private static final String EMPTY = "its log is empty";

  /** {@code [ERROR Port-10250]: Port 10250 is in use}, one line for each check that failed. */
  private static final Pattern CHECK = Pattern.compile("\\s*\\[ERROR [^]]+]: (.+)");

  private static final String ERROR = "error: ";

  private KubeadmLog() {}

  /**
   * Returns why it failed, in one line: the failed preflight checks, else its error. Its last line
   * only explains how to get a stack trace.
   */
  public static String reason(List<String> log) {
    String checks =
        log.stream()
            .map(CHECK::matcher)
            .filter(Matcher::matches)
            .map(check -> check.group(1))
            .collect(Collectors.joining("; "));
    return checks.isEmpty() ? error(log) : checks;
  }

  private static String error(List<String> log) {
    return log.stream()
        .filter(line -> line.startsWith(ERROR))
        .map(line -> line.substring(ERROR.length()))
        .reduce((first, later) -> later)
        .orElseGet(() -> log.isEmpty() ? EMPTY : log.getLast());
  }
}
