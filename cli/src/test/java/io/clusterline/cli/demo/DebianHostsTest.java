package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DebianHostsTest {

  @Test
  void givenAMachineThatLacksSomethingWhenTheyAreAskedForThenItIsNamedAndTheFallbackToo() {
    assertThat(new DebianHosts(null, "the right to make namespaces").missing())
        .contains(
            "There are no Debian machines here: needs the right to make namespaces."
                + " The machines are light hosts.");
  }

  @Test
  void givenMachinesThatWereMadeWhenTheyAreAskedForThenNothingIsMissing() {
    assertThat(new DebianHosts(Path.of("/made"), "").missing()).isEmpty();
  }
}
