package io.clusterline.debian;

import io.clusterline.stage.Wait;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Machines of their own network, which end with this object or with this process. */
final class DebianMachines implements AutoCloseable {

  /** Who may log in on Debian's images. */
  static final String USER = "admin";

  private static final String NAMED_BY = "CLUSTERLINE_DEBIAN";
  private static final String LACKS = "CLUSTERLINE_DEBIAN_LACKS";
  private static final Duration BOOT = Duration.ofSeconds(60);

  private final Path directory;
  private final Process network;

  /**
   * Boots them all at once, and does not wait for them.
   *
   * @param home what {@code sandbox/debian/make.sh} has made
   * @param directory empty; what the machines say is there afterwards
   * @param userData by the machine's name
   * @param images what the images of some of them tell cloud-init, by the machine's name
   * @param loginKey the private half of who may log in
   */
  DebianMachines(
      Path home,
      Path directory,
      Map<String, String> userData,
      Map<String, String> images,
      String loginKey)
      throws IOException {
    this.directory = directory;
    Path key = Files.writeString(directory.resolve("login-key"), loginKey);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    for (var machine : userData.entrySet()) {
      String file = machine.getKey() + "." + number(machine.getKey());
      Files.writeString(directory.resolve(file), machine.getValue());
    }
    for (var image : images.entrySet()) {
      Files.writeString(directory.resolve(image.getKey() + ".cfg"), image.getValue());
    }
    String script = Repository.root().resolve("sandbox/debian/network.sh").toString();
    network =
        new ProcessBuilder(script, home.toString(), directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("network.log").toFile())
            .start();
  }

  /**
   * Of the machines that setup has made.
   *
   * @throws TestAbortedException where it could not, with what the machine lacks
   */
  static Path homeOrSkip() {
    return home().orElseThrow(() -> new TestAbortedException("skipped: needs " + lacks()));
  }

  private static String lacks() {
    String lacks = System.getenv(LACKS);
    return lacks == null || lacks.isEmpty()
        ? "Debian machines: `./clusterline setup` makes them or says why not"
        : lacks;
  }

  private static Optional<Path> home() {
    String named = System.getenv(NAMED_BY);
    if (named != null) {
      return Optional.of(Path.of(named)).filter(DebianMachines::isComplete);
    }
    Path cache = Path.of(System.getProperty("user.home"), ".cache/clusterline/debian");
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> made = Files.list(cache)) {
      return made.filter(DebianMachines::isComplete).findAny();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isComplete(Path home) {
    return Files.exists(home.resolve("complete"));
  }

  static String privateIp(String name) {
    return "10.9.0." + number(name);
  }

  static String publicIp(String name) {
    return "127.92.0." + number(name);
  }

  private static int number(String name) {
    return name.equals("master") ? 10 : 10 + Integer.parseInt(name.replaceAll("\\D", ""));
  }

  /**
   * Runs a script as root on the machine, as a person would, and gives what it printed.
   *
   * @throws AssertionError unless it exits with 0
   */
  String shell(String name, String script) {
    Answer answer = ask(name, script);
    if (answer.status() != 0) {
      throw new AssertionError(
          "on %s: %s: exit %d: %s".formatted(name, script, answer.status(), answer.output()));
    }
    return answer.output();
  }

  /** Waits until a person can log in. */
  void awaitLogin(String name) {
    Wait.until("somebody can log in on " + name)
        .within(BOOT)
        .poll(() -> {
          Answer answer = ask(name, "true");
          return answer.status() == 0 ? Wait.Seen.yes("yes") : Wait.Seen.notYet(answer.output());
        });
  }

  /** Returns when the machine is up again. */
  void reboot(String name) {
    shell(name, "touch /run/before-the-reboot");
    ask(name, "systemctl reboot"); // which may end the connection before it says how it went
    Wait.until(name + " is up again")
        .within(BOOT)
        .poll(() -> {
          Answer answer = ask(name, "[ ! -e /run/before-the-reboot ]");
          return answer.status() == 0 ? Wait.Seen.yes("yes") : Wait.Seen.notYet(answer.output());
        });
  }

  private record Answer(int status, String output) {}

  private Answer ask(String name, String script) {
    List<String> command =
        new ArrayList<>(List.of("ssh", "-i", directory.resolve("login-key") + ""));
    for (String option :
        List.of(
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "BatchMode=yes")) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(List.of(USER + "@" + publicIp(name), "sudo -n bash -s"));
    try {
      // From a file, not a pipe: without a connection ssh ends before it reads anything.
      Path input = Files.writeString(Files.createTempFile(directory, "script", ".sh"), script);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    network.getOutputStream().close(); // with their standard input they all end
    if (!network.waitFor(20, TimeUnit.SECONDS)) {
      network.destroyForcibly().waitFor();
    }
  }
}
