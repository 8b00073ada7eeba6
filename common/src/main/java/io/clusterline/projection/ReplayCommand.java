package io.clusterline.projection;

import io.clusterline.event.StageFailed;
import io.clusterline.failure.ErrorCode;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command that continues after a failure. Users paste it into a shell, and a letter's id comes
 * from an event that anyone may have published: what is no plain identifier gives no command.
 */
public final class ReplayCommand {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private ReplayCommand() {}

  /**
   * Replays the stage that failed. Empty for one that only failed because another one had:
   * replaying it would fail again.
   */
  public static Optional<String> of(StageFailed failed) {
    return isForAnother(failed) ? Optional.empty() : replaying(failed);
  }

  /** As above; but for what failed because of another stage the command replays that one. */
  static Optional<String> of(LineView<?> work, StageFailed failed) {
    return isForAnother(failed) ? cause(work, failed).flatMap(ReplayCommand::of) : of(failed);
  }

  private static Optional<StageFailed> cause(LineView<?> work, StageFailed failed) {
    return work.stages().values().stream()
        .filter(other -> other.name().later().contains(failed.stage()))
        .map(StageView::failure)
        .filter(Objects::nonNull)
        .filter(other -> !isForAnother(other))
        .findFirst();
  }

  private static boolean isForAnother(StageFailed failed) {
    return failed.code().equals(ErrorCode.PREVIOUS_STAGE_FAILED.name());
  }

  private static Optional<String> replaying(StageFailed failed) {
    return Optional.ofNullable(failed.deadLetterId())
        .filter(IDENTIFIER.asMatchPredicate())
        .map(letter -> "./clusterline dead-letters replay " + letter + " --reason 'why'");
  }
}
