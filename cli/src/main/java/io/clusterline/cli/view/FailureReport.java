package io.clusterline.cli.view;

import io.clusterline.event.StageFailed;
import io.clusterline.spec.Finding;
import java.util.ArrayList;
import java.util.List;

/** Why a build failed and what to do, for a person. */
public final class FailureReport {

  private static final int SHOWN = 5;

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
    if (failure.deadLetterId() != null) {
      lines.add(
          "Its trigger rests as "
              + failure.deadLetterId()
              + " in "
              + failure.stage().deadLetterQueue()
              + ". Once the reason is gone:");
      lines.add(
          "  ./clusterline dead-letters replay " + failure.deadLetterId() + " --reason 'why'");
    }
    return lines;
  }

  /** Everything that is wrong with a specification, as a table. */
  public static List<String> findings(List<Finding> findings) {
    if (findings.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("WHERE", "VALUE", "WHY NOT", "INSTEAD"));
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
