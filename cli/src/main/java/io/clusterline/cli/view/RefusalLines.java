package io.clusterline.cli.view;

import io.clusterline.failure.ErrorCode;
import io.clusterline.projection.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Explains to the user why a request was refused and what to do. */
public final class RefusalLines {

  private RefusalLines() {}

  /** The reason, all findings in the specification, and the fix. */
  public static List<String> of(Refusal refusal) {
    String reason = refusal.reason();
    boolean isAnswer = refusal.hasCode(ErrorCode.NOTHING_TO_CANCEL);
    return lines(isAnswer ? reason : "The request was refused: " + reason, refusal);
  }

  /** The same for a user who reads the cluster's state later. */
  public static List<String> history(Refusal refusal) {
    return lines("Last request refused (" + refusal.at() + "): " + refusal.reason(), refusal);
  }

  private static List<String> lines(String first, Refusal refusal) {
    List<String> lines = new ArrayList<>();
    lines.add(first);
    lines.addAll(FailureReport.findings(refusal.findings()));
    lines.add("What to do: " + refusal.fix());
    return lines;
  }
}
