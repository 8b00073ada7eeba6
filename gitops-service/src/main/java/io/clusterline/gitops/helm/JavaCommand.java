package io.clusterline.gitops.helm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs another main class of this application, small. */
final class JavaCommand {

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private JavaCommand() {}

  static List<String> of(Class<?> main, Path temporary, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx48m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-Djna.tmpdir=" + temporary,
            "-cp",
            CLASS_PATH));
    command.addAll(AotCache.flags(CLASS_PATH));
    command.addAll(launch(main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** In a Spring Boot archive the classes are in nested jars, which its launcher opens. */
  private static List<String> launch(Class<?> main) {
    String source = String.valueOf(main.getResource(main.getSimpleName() + ".class"));
    return source.contains("/BOOT-INF/") || source.startsWith("jar:nested:")
        ? List.of(
            "-Dloader.main=" + main.getName(),
            "org.springframework.boot.loader.launch.PropertiesLauncher")
        : List.of(main.getName());
  }
}
