package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a node's scripts with hostile values where they can harm nothing: all their absolute paths
 * are redirected to a folder of the test, the programs that change a machine are fakes, and a test
 * that runs as root switches to user nobody first.
 */
final class HostileShell {

  private static final String NOBODY = "65534";
  private static final List<String> PRETENDED =
      List.of(
          "apt-get",
          "apt-mark",
          "cloud-init",
          "crictl",
          "curl",
          "dpkg",
          "dpkg-query",
          "getent",
          "kubeadm",
          "kubectl",
          "modprobe",
          "ssh-keygen",
          "swapoff",
          "swapon",
          "sysctl",
          "systemctl");

  private final Path root;
  private final Path canary;

  HostileShell(Path folder) throws IOException {
    root = folder;
    canary = root.resolve("canary");
    for (String point : List.of("programs", "etc/kubernetes/pki", "etc/ssh", "etc/apt/keyrings")) {
      Files.createDirectories(root.resolve(point));
    }
    Files.createDirectories(root.resolve("var/lib/clusterline/host-key"));
    Files.createDirectories(root.resolve("var/log"));
    Files.writeString(root.resolve("etc/os-release"), "ID=ubuntu\nVERSION_CODENAME=jammy\n");
    Files.writeString(root.resolve("etc/fstab"), "");
    for (String program : PRETENDED) {
      program(program, "exit 0");
    }
    program("hostname", "printf '%s\\n' \"$HOSTILE\"");
    program("timeout", "case \"$*\" in '60 bash '*) exit 0;; esac; exec /usr/bin/timeout \"$@\"");
    openToEverybody();
  }

  /** The effect of a value that the shell evaluates. */
  List<String> values() {
    String touch = "touch " + canary;
    return List.of(
        "$(" + touch + ")",
        "`" + touch + "`",
        "'; " + touch + "; '",
        "\"; " + touch + "; \"",
        "x; " + touch,
        "x & " + touch + " &",
        "x || " + touch + " #",
        "x[$(" + touch + ")]",
        "--config=$(" + touch + ")");
  }

  /** Runs it to its end, however it ends; tells whether a value was run. */
  boolean runsValueOf(String script, String hostile) throws Exception {
    Files.deleteIfExists(canary);
    ProcessBuilder builder = new ProcessBuilder(command(withTemporaryPaths(script)));
    builder.directory(root.toFile()).redirectErrorStream(true);
    builder.environment().put("HOSTILE", hostile);
    builder.environment().put("CLUSTERLINE_STATE", root.resolve("var/lib/clusterline").toString());
    builder.environment().put("PATH", root.resolve("programs") + ":/usr/bin:/bin");
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(30, TimeUnit.SECONDS))
        .as(new String(output, StandardCharsets.UTF_8))
        .isTrue();
    return Files.exists(canary);
  }

  private static List<String> command(String script) {
    List<String> bash = List.of("bash", "-c", script);
    if (!System.getProperty("user.name").equals("root")) {
      return bash;
    }
    List<String> asNobody =
        List.of(
            "setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs");
    return Stream.concat(asNobody.stream(), bash.stream()).toList();
  }

  private String withTemporaryPaths(String script) {
    return script.replaceAll(
        "(?<![A-Za-z0-9.}/])/(etc|var/lib|var/log|run)/", root.toString() + "/$1/");
  }

  private void program(String name, String body) throws IOException {
    Files.writeString(root.resolve("programs").resolve(name), "#!/bin/bash\n" + body + "\n");
  }

  private void openToEverybody() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
  }
}
