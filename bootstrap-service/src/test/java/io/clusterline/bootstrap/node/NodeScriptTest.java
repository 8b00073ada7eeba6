package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeScriptTest {

  private static final Pattern UMASK = Pattern.compile("^umask 0[0-7]{2}\\b");
  private static final Pattern MAKES_FILES =
      Pattern.compile(
          "(^|[ ;(|])(mkdir|touch|install|tee|ssh-keygen -q|kubeadm (init|join)) "
              + "|(^|[^<>&=2-9])>{1,2} ?\"?[$./\\w](?!dev/)");

  static Stream<String> scripts() throws IOException {
    Path folder = Path.of("src/main/resources/io/clusterline/bootstrap/node");
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void givenAScriptWhenBashReadsItThenItsSyntaxIsRight(String name) throws Exception {
    assertThat(bash("-n", "-c", NodeScript.of(name).text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void givenAScriptWhenReadThenItExplainsItselfAndStopsAtErrors(String name) {
    assertThat(NodeScript.of(name).text().strip())
        .startsWith("# ")
        .contains("\nset -euo pipefail\n");
  }

  /** Else a file's mode is an accident of who ran the script: keys that apt cannot read. */
  @ParameterizedTest
  @MethodSource("scripts")
  void givenAScriptThatMakesFilesWhenReadThenItSaysWhichModeTheyHave(String name) {
    List<String> lines =
        NodeScript.of(name).text().lines().filter(line -> !line.strip().startsWith("#")).toList();

    if (lines.stream().anyMatch(MAKES_FILES.asPredicate())) {
      assertThat(lines).anyMatch(UMASK.asPredicate());
    }
  }

  @Test
  void givenAHostileValueWhenItIsSetThenTheShellTakesItLiterally() throws Exception {
    String hostile = "$(echo broken) `id`'; exit 3; '";

    String script = NodeScript.of("node-state.sh").with("NAME", hostile).text();
    String assignment = script.substring(0, script.indexOf("# Prints"));

    assertThat(bash("-c", assignment + "\nprintf %s \"$NAME\"")).isEqualTo(hostile);
  }

  private static String bash(String... arguments) throws Exception {
    String[] command =
        Stream.concat(Stream.of("bash"), Stream.of(arguments)).toArray(String[]::new);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
