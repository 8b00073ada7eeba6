package io.clusterline.cli.view;

import io.clusterline.event.StageFailed;
import io.clusterline.failure.ErrorCode;
import io.clusterline.projection.ReplayCommand;
import io.clusterline.spec.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Explains to the user why a build failed and what to do. */
public final class FailureReport {

  private static final int SHOWN = 5;

  /** Resources whose loss is irreversible: machines and volumes. */
  private static final Pattern ADDRESS = Pattern.compile("\\b(instance|volume)/[A-Za-z0-9_.-]*\\w");

  private FailureReport() {}

  public static List<String> lines(StageFailed failure) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Stage " + failure.stage() + " failed with " + failure.code() + ": " + failure.message());
    failure.failures().stream()
        .limit(SHOWN)
        .forEach(step -> {
          lines.add("  " + step.step() + ": " + step.code() + ": " + step.message());
          step.logTail().forEach(line -> lines.add("    | " + line));
        });
    if (failure.failures().size() > SHOWN) {
      lines.add("  … and " + (failure.failures().size() - SHOWN) + " more steps");
    }
    lines.addAll(findings(failure.findings()));
    lines.add("What to do: " + failure.fix());
    lines.addAll(approval(failure));
    ReplayCommand.of(failure)
        .ifPresent(command ->
            lines.addAll(List.of("After fixing the cause, retry with:", "  " + command)));
    return lines;
  }

  /** The command that approves what the failure names. */
  private static List<String> approval(StageFailed failure) {
    boolean unapproved =
        failure.code().equals(ErrorCode.REMOVAL_NOT_APPROVED.name())
            || failure.code().equals(ErrorCode.REPLACEMENT_NOT_APPROVED.name());
    String options =
        ADDRESS
            .matcher(failure.message())
            .results()
            .map(found -> " --approve " + found.group())
            .distinct()
            .collect(Collectors.joining());
    return unapproved && !options.isEmpty()
        ? List.of(
            "Applying this would permanently delete what is named. To allow it:",
            "  ./clusterline apply -f FILE" + options)
        : List.of();
  }

  /** {@code 1 problem}, {@code 2 problems}. */
  public static String problems(int count) {
    return count + (count == 1 ? " problem" : " problems");
  }

  /** Everything that is wrong with a specification, as a table. */
  public static List<String> findings(List<Finding> findings) {
    if (findings.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("FIELD", "VALUE", "PROBLEM", "FIX"));
    findings.forEach(finding ->
        rows.add(
            List.of(
                finding.path(),
                Text.clip(finding.value() == null ? "-" : finding.value(), 40),
                finding.reason(),
                finding.fix())));
    return Text.table(rows);
  }
}
