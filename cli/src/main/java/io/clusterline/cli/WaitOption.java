package io.clusterline.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One rule for every request: a command waits in a terminal, else only on request. */
final class WaitOption {

  @Option(
      names = "--wait",
      negatable = true,
      description = "wait until it is over (default in a terminal; --no-wait returns at once)")
  private @Nullable Boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "wait at most so long, such as 90s, 15m or 1h30m; exit code 75 then")
  private @Nullable Duration timeout;

  /**
   * @throws CliException when the options contradict one another
   */
  void check() {
    if (timeout != null && Boolean.FALSE.equals(wait)) {
      throw new CliException(
          ExitCode.USAGE, "--timeout needs --wait", "Leave out --no-wait or --timeout.");
    }
  }

  boolean waits() {
    return wait != null ? wait : timeout != null || Screens.isTerminal();
  }

  /** Whether waiting was requested, so that not being able to wait is an error. */
  boolean isRequested() {
    return Boolean.TRUE.equals(wait) || timeout != null;
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }
}
