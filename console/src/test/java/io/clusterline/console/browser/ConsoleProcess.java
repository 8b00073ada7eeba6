package io.clusterline.console.browser;

import io.clusterline.console.ConsoleService;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.Repository;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The console as a process of its own, which can be killed and started again at its port. */
final class ConsoleProcess implements AutoCloseable {

  private static final Pattern FLAGS =
      Pattern.compile("(?s)\n(?:jvm_flags|console_flags)=\\((.*?)\\)");

  private final String broker;
  private final int port;
  private final File log;
  private Process process;

  ConsoleProcess(String broker, int port, Path log) throws IOException {
    this.broker = broker;
    this.port = port;
    this.log = log.toFile();
    this.process = launch();
    awaitReady();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ConsoleService.class.getName());
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=" + port);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLUSTERLINE_RABBITMQ_URI", broker);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return builder.start();
  }

  /** Those with which {@code up} and {@code demo} start it, but for what needs the packaged jar. */
  private static List<String> flags() {
    String script = Repository.read("scripts/line.sh");
    return FLAGS
        .matcher(script)
        .results()
        .flatMap(array -> Arrays.stream(array.group(1).trim().split("\\s+")))
        .filter(flag -> !flag.startsWith("-Dspring.aot"))
        .toList();
  }

  private void awaitReady() {
    Wait.until("the console listens, see " + log)
        .within(Duration.ofSeconds(90))
        .poll(() -> isListening() ? Seen.yes(true) : Seen.notYet("it does not listen"));
  }

  private boolean isListening() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** kill -9, and a new process. */
  void restart() throws IOException {
    close();
    process = launch();
    awaitReady();
  }

  /** Its resident memory, in megabytes. */
  long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
