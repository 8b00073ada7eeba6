package io.clusterline.alert;

import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real service, or the console, as a process of its own on one port for all its lives. */
final class LineProcess implements AutoCloseable {

  /** Each has an application.yaml; only its own may be on a service's class path. */
  private static final Pattern MODULE = Pattern.compile(".*/([a-z-]+)/target/.*");

  private static final List<String> LIBRARIES = List.of("common", "kubernetes", "state-aws");

  private final String module;
  private final String main;
  private final List<String> options;
  private final Map<String, String> environment;
  private final Path log;
  private final int port = FreePort.unique();
  private Child child;

  LineProcess(
      String module, String main, List<String> options, Map<String, String> settings, Path log) {
    this.module = module;
    this.main = main;
    this.options = options;
    this.environment = new HashMap<>(settings);
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("CLUSTERLINE_PORT", Integer.toString(port));
    this.log = log;
    child = start();
  }

  private Child start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx160m", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main));
    return Spawner.start(new Launch(module, command, environment, log));
  }

  private String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(this::isOurs)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private boolean isOurs(String entry) {
    var path = MODULE.matcher(entry.endsWith(".jar") ? entry : entry + "/");
    boolean binds = !module.equals("console") || !entry.contains("spring-cloud");
    return path.matches()
        ? path.group(1).equals(module) || LIBRARIES.contains(path.group(1))
        : binds;
  }

  int port() {
    return port;
  }

  void kill() {
    child.kill();
  }

  void startAgain() {
    child = start();
  }

  @Override
  public void close() {
    child.kill();
  }
}
