package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  @TempDir Path folder;

  /** Of two values of one option the JVM takes the last. */
  @Test
  void givenAnApplicationWithFlagsOfItsOwnWhenItIsStartedThenTheyComeAfterThoseOfAll()
      throws IOException {
    Installation installation =
        FakeApplications.install(folder, FakeApplications.Healthy.class, "console", "cli");
    Files.writeString(folder.resolve("applications/console/flags"), "-Xmx16m\n");

    assertThat(installation.java("console", List.of()))
        .containsSubsequence("-Xmx32m", "-Xmx16m", "-jar");
    assertThat(installation.java("cli", List.of())).contains("-Xmx32m").doesNotContain("-Xmx16m");
  }
}
