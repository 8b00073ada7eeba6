package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** Every script of a node with values that a shell would like to run. */
@Timeout(120)
class HostileValuesTest {

  private static final Path SCRIPTS = Path.of("src/main/resources/io/clusterline/bootstrap/node");
  private static final Pattern GIVEN = Pattern.compile("(?m)^# Given: (.*(?:\\n#.*)*)");
  private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z_]{1,}\\b");
  private static final Set<String> ARRAYS = Set.of("IMAGES", "ADDON_IMAGES", "REGISTRIES");
  private static final Set<String> NUMBERS = Set.of("SIZE", "LIMIT", "SECONDS_AT_MOST", "PORT");

  private static Path folder;
  private static HostileShell shell;

  @BeforeAll
  static void makeShell() throws IOException {
    folder = Files.createTempDirectory("clusterline-hostile"); // must stay unreachable
    shell = new HostileShell(folder);
  }

  @AfterAll
  static void removeShell() throws IOException {
    FileSystemUtils.deleteRecursively(folder);
  }

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void givenHostileValuesWhenAScriptRunsThenNoneOfThemIsRun(String name) throws Exception {
    for (String hostile : shell.values()) {
      for (boolean numbers : new boolean[] {true, false}) {
        String script = filled(name, hostile, numbers).text();
        assertThat(shell.runsValueOf(script, hostile)).as(script).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void givenAScriptWhenItsCommentIsReadThenItNamesEveryVariableThatItIsGiven(String name)
      throws Exception {
    String text = Files.readString(SCRIPTS.resolve(name));
    Set<String> used = new TreeSet<>();
    Matcher use = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)\\b").matcher(text);
    while (use.find()) {
      used.add(use.group(1));
    }
    used.removeIf(
        variable -> text.contains(variable + "=") || text.contains("{" + variable + ":-"));
    used.removeAll(Set.of("ID", "VERSION_CODENAME"));

    assertThat(given(name)).containsAll(used);
  }

  /** Shows that this test would notice a value that is part of a script's text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash -c \"echo $ENDPOINT\"",
        "eval echo $ENDPOINT",
        "bash -c \"exec 3<>/dev/tcp/${ENDPOINT%:*}/1\""
      })
  void givenAScriptThatRunsItsValueWhenItIsTriedThenTheTestSeesIt(String body) throws Exception {
    String hostile = shell.values().getFirst();

    String script = new NodeScript(body).with("ENDPOINT", hostile).text();

    assertThat(shell.runsValueOf(script, hostile)).isTrue();
  }

  @Test
  void givenAValueWithALineBreakWhenItIsSetThenItIsRefused() {
    for (String value : List.of("a\nb", "a\u0000b", "\u001b[2J", "a\rb")) {
      assertThatThrownBy(() -> NodeScript.of("node-object.sh").with("NODE", value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("\u001b");
      assertThatThrownBy(() -> NodeScript.of("pull-ahead.sh").with("IMAGES", List.of("a", value)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void givenWordsWhenTheyBecomeACommandThenEachIsOneArgument() throws Exception {
    for (String hostile : shell.values()) {
      String script = NodeScript.command("echo", hostile, "/etc/x").text();
      assertThat(shell.runsValueOf(script, hostile)).as(script).isFalse();
    }
  }

  private static NodeScript filled(String name, String hostile, boolean numbers) {
    NodeScript script = NodeScript.of(name);
    for (String variable : given(name)) {
      if (ARRAYS.contains(variable)) {
        script.with(variable, List.of(hostile, hostile));
      } else {
        script.with(variable, numbers && NUMBERS.contains(variable) ? "0" : hostile);
      }
    }
    return script;
  }

  private static Set<String> given(String name) {
    Set<String> variables = new TreeSet<>();
    Matcher given = GIVEN.matcher(NodeScript.of(name).text());
    if (given.find()) {
      Matcher variable = VARIABLE.matcher(given.group(1));
      while (variable.find()) {
        variables.add(variable.group());
      }
    }
    return variables;
  }
}
