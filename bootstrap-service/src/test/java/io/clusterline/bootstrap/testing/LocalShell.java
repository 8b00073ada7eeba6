package io.clusterline.bootstrap.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Runs what arrives by SSH in this machine's own shell, with the node's state in a directory of the
 * test. Only for scripts that touch nothing else.
 */
public final class LocalShell implements FaultyServer.Behaviour {

  private final Path state;
  private final Path programs;

  public LocalShell(Path state) {
    this(state, state);
  }

  /**
   * @param programs a directory whose programs come before the machine's own
   */
  public LocalShell(Path state, Path programs) {
    this.state = state;
    this.programs = programs;
  }

  @Override
  public FaultyServer.Answer to(String command, String input) throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(state.toFile());
      builder.environment().put("CLUSTERLINE_STATE", state.toString());
      builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new FaultyServer.Answer.Exit(process.waitFor(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
