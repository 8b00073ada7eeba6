package io.clusterline.cli;

import io.clusterline.cli.view.FailureReport;
import io.clusterline.cli.view.Text;
import io.clusterline.event.RemovalRequest;
import io.clusterline.projection.RemovalView;
import io.clusterline.projection.StageView;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ends a command that has watched a removal or a cancellation. */
final class RemovalPrinter {

  private RemovalPrinter() {}

  /** A removal's outcome for machines. */
  record Result(
      String outcome,
      long generation,
      @Nullable String mode,
      List<String> removed,
      List<io.clusterline.event.Retained> kept,
      BigDecimal seconds,
      @Nullable String error,
      @Nullable String deadLetterId) {}

  static int print(RemovalView removal, OutputOption output, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.print(out, json(removal));
    } else {
      out.println();
      lines(removal).forEach(out::println);
      out.flush();
    }
    return removal.failure().isPresent() || !removal.isEnded()
        ? ExitCode.BUILD_FAILED
        : ExitCode.DONE;
  }

  private static String outcome(RemovalView removal) {
    if (removal.failure().isPresent()) {
      return "failed";
    }
    if (!removal.isEnded()) {
      return "running";
    }
    return removal.order() == null ? "stopped" : "removed";
  }

  static Result json(RemovalView removal) {
    RemovalRequest order = removal.order();
    return new Result(
        outcome(removal),
        removal.generation(),
        order == null ? null : order.mode().name().toLowerCase(Locale.ROOT),
        removal.removed(),
        removal.kept(),
        BigDecimal.valueOf(removal.elapsed(Instant.now()).toMillis(), 3),
        removal.failure().map(failure -> failure.code() + ": " + failure.message()).orElse(null),
        removal.failure().map(failure -> failure.deadLetterId()).orElse(null));
  }

  /**
   * Whatever its end: what was deleted, what was skipped and why, and the duration of each stage.
   */
  static List<String> lines(RemovalView removal) {
    List<String> lines = new ArrayList<>();
    removal.failure().ifPresent(failure -> lines.addAll(FailureReport.lines(failure)));
    if (removal.order() == null) {
      lines.add("The build is stopped. Its resources still exist and cost money.");
      lines.add(
          "Continue: ./clusterline apply -f FILE   Delete: ./clusterline delete "
              + removal.cluster()
              + " --yes");
      return lines;
    }
    if (removal.wasGone()) {
      lines.add(removal.cluster() + " is already deleted.");
      return lines;
    }
    lines.addAll(times(removal));
    lines.add("");
    lines.add(
        "Deleted "
            + removal.removed().size()
            + " resources in "
            + Text.seconds(removal.elapsed(Instant.now()))
            + (removal.kept().isEmpty()
                ? ". None were skipped."
                : ". Skipped " + removal.kept().size() + ":"));
    lines.addAll(retainedTable(removal));
    return lines;
  }

  private static List<String> retainedTable(RemovalView removal) {
    return Text.table(
        removal.kept().stream()
            .map(retained -> List.of("  " + retained.what(), retained.why()))
            .toList());
  }

  private static List<String> times(RemovalView removal) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("STAGE", "TIME", "STEPS"));
    for (StageView stage : removal.stages().values()) {
      if (stage.endedAt() != null) {
        rows.add(
            List.of(
                stage.name().toString(),
                Text.seconds(stage.elapsed(Instant.now())),
                Integer.toString(stage.stepsDone())));
      }
    }
    return Text.table(rows);
  }
}
