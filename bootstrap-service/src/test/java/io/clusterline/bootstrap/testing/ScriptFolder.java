package io.clusterline.bootstrap.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** A node's state directory, in which a node script runs with programs of the test's own. */
public record ScriptFolder(Path path) {

  private static final int LIMIT_SECONDS = 30;

  /** From now on the script finds this program before the machine's own. */
  public void program(String name, String body) throws IOException {
    Path file = path.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * @return the exit status
   */
  public int run(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(path.toFile());
    builder.environment().put("CLUSTERLINE_STATE", path.toString());
    builder.environment().merge("PATH", path.toString(), (whole, ours) -> ours + ":" + whole);
    Process process = builder.inheritIO().start();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended by itself").isTrue();
    return process.exitValue();
  }
}
