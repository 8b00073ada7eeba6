package io.clusterline.console.browser;

import io.clusterline.console.ConsoleService;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** The console as a process of its own, which can be killed and started again at its port. */
final class ConsoleProcess implements AutoCloseable {

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
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Xmx96m",
            "-cp",
            System.getProperty("java.class.path"),
            ConsoleService.class.getName(),
            "--server.address=127.0.0.1",
            "--server.port=" + port);
    builder.environment().put("CLUSTERLINE_RABBITMQ_URI", broker);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return builder.start();
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

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
