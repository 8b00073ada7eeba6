package io.clusterline.bootstrap.ssh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A command to run as root on a machine. Secrets are passed by standard input: the script is
 * visible in the machine's process list.
 *
 * @param title its name in messages: "read the kubelet's state"
 * @param script for bash
 * @param limit after which the machine itself ends it
 */
public record RemoteCommand(String title, String script, byte[] input, Duration limit) {

  /** Exit code of {@code timeout} when it had to end the command. */
  static final int TIMED_OUT = 124;

  /** Printed before the script's own output: a login shell's start files may print, too. */
  public static final String OUTPUT_BEGINS = "--- clusterline: output begins ---";

  private static final int SECONDS_TO_DIE = 5;

  public RemoteCommand {
    input = input.clone();
  }

  public RemoteCommand(String title, String script, Duration limit) {
    this(title, script, new byte[0], limit);
  }

  public RemoteCommand(String title, String script, String input, Duration limit) {
    this(title, script, input.getBytes(StandardCharsets.UTF_8), limit);
  }

  @Override
  public byte[] input() {
    return input.clone();
  }

  /**
   * A client that stops waiting does not stop the command; so the machine ends it by itself.
   *
   * @param prefix command that makes it root, empty where the login already is root
   */
  String line(String prefix) {
    return "exec "
        + prefix
        + "timeout -k %d %d /bin/bash -c ".formatted(SECONDS_TO_DIE, limit.toSeconds())
        + Shell.quote("echo '" + OUTPUT_BEGINS + "'\n" + script);
  }

  /** Cuts off what the login shell printed before the script began; empty when it never began. */
  static Optional<String> outputIn(String printed) {
    int begin = printed.indexOf(OUTPUT_BEGINS + "\n");
    return begin < 0
        ? Optional.empty()
        : Optional.of(printed.substring(begin + OUTPUT_BEGINS.length() + 1));
  }

  /** Longer than the machine takes to end it. */
  Duration answerLimit() {
    return limit.plusSeconds(2 * SECONDS_TO_DIE);
  }

  @Override
  public String toString() {
    return title;
  }
}
