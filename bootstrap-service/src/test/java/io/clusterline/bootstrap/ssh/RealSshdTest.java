package io.clusterline.bootstrap.ssh;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.TestKey;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against OpenSSH itself, where it is installed. Its commands change nothing. */
@Timeout(60)
class RealSshdTest {

  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final TestKey LOGIN = TestKey.generate();
  private static final TestKey HOST = TestKey.generate();

  /** sshd wants /run/sshd; it and what runs under it see this machine's files read-only. */
  private static final String HARMLESS =
      """
      set -e
      mount --make-rprivate /
      mount -o remount,bind,ro /
      mount -t tmpfs tmpfs /run
      mkdir -m 0755 /run/sshd
      exec "$0" -D -e -f "$1"
      """;

  @TempDir private Path folder;

  private Process sshd;
  private SshFleet fleet;

  @BeforeEach
  void start() throws IOException {
    assertThat(SSHD).as("OpenSSH server; run `./clusterline setup`").isExecutable();
    assertThat(System.getProperty("user.name"))
        .as("sshd logs in as root: run as root")
        .isEqualTo("root");
    int port = freePort();
    Files.writeString(folder.resolve("authorized"), LOGIN.publicKey() + "\n");
    Path hostKey = Files.writeString(folder.resolve("host"), HOST.privateKey());
    Files.setPosixFilePermissions(hostKey, PosixFilePermissions.fromString("rw-------"));
    Path configuration = Files.writeString(folder.resolve("sshd_config"), configuration(port));
    sshd =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "bash",
                "-c",
                HARMLESS,
                SSHD.toString(),
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    fleet =
        new SshFleet(
            new SshIdentity("root", "ssh-key", LOGIN::secret),
            new SshSettings(port, ofSeconds(5), ofSeconds(5), 3, 10),
            Builds.sshCalls());
    Wait.until("sshd answers").within(ofSeconds(20)).poll(() -> fleet.banner("127.0.0.1"));
  }

  @AfterEach
  void stop() throws Exception {
    if (sshd != null) {
      fleet.close();
      sshd.destroy();
      sshd.waitFor();
    }
  }

  @Test
  void givenOpenSshWhenACommandRunsThenInputOutputAndStatusPassThrough() {
    RemoteCommand command =
        new RemoteCommand("echo", "cat; echo no >&2; exit 5", "payload", ofSeconds(10));

    CommandResult result = fleet.connect(target(HOST)).run(command);

    assertThat(result.status()).isEqualTo(5);
    assertThat(result.output()).isEqualTo("payload");
    assertThat(result.errors()).contains("no");
  }

  @Test
  void givenStartFilesThatPrintWhenACommandRunsThenItsOutputIsItsOwn() throws IOException {
    Files.writeString(startFile(), "echo Welcome to this image; echo 'status: done'\n");

    CommandResult result =
        fleet.connect(target(HOST)).run(new RemoteCommand("look", "echo clean", ofSeconds(5)));

    assertThat(result.output()).isEqualTo("clean\n");
  }

  @Test
  void givenAStartFileThatEndsTheShellWhenACommandRunsThenThatIsNoAnswer() throws IOException {
    Files.writeString(startFile(), "exit 0\n");
    SshConnection connection = fleet.connect(target(HOST));

    ClusterlineException failure =
        catchThrowableOfType(
            ClusterlineException.class,
            () -> connection.run(new RemoteCommand("look", "echo clean", ofSeconds(5))));

    assertThat(failure.code()).isEqualTo(ErrorCode.REMOTE_COMMAND_FAILED);
    assertThat(failure).hasMessageContaining("start files");
  }

  /** Bash reads it before each command when sshd started it. */
  private Path startFile() {
    return folder.resolve(".bashrc");
  }

  @Test
  void givenOpenSshWhenACommandHangsThenTheMachineEndsItAndTheConnectionLives() {
    SshConnection connection = fleet.connect(target(HOST));

    ClusterlineException late =
        catchThrowableOfType(
            ClusterlineException.class,
            () -> connection.run(new RemoteCommand("hang", "sleep 60", ofSeconds(1))));

    assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(connection.run(new RemoteCommand("look", "echo alive", ofSeconds(5))).output())
        .isEqualTo("alive\n");
  }

  @Test
  void givenOpenSshWhenItShowsAnotherKeyThenItIsRefused() {
    ClusterlineException refused =
        catchThrowableOfType(
            ClusterlineException.class, () -> fleet.connect(target(TestKey.generate())));

    assertThat(refused.code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
  }

  @Test
  void givenOpenSshWhenACommandKillsItsOwnConnectionThenTheOutcomeIsUnknown() {
    SshConnection connection = fleet.connect(target(HOST));

    ClusterlineException unknown =
        catchThrowableOfType(
            ClusterlineException.class,
            () -> connection.run(new RemoteCommand("vanish", KILL_OWN_SESSION, ofSeconds(10))));

    assertThat(unknown.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
  }

  /** The parent of timeout is the session's own sshd: it, and nothing else, is ended. */
  private static final String KILL_OWN_SESSION =
      "session=$(ps -o ppid= -p $PPID | tr -d ' '); ps -o comm= -p $session | grep -q sshd && kill -9 $session";

  private static SshTarget target(TestKey pinned) {
    return new SshTarget("local", "127.0.0.1", HostKeyPin.parse(pinned.publicKey()));
  }

  private String configuration(int port) {
    return """
    ListenAddress 127.0.0.1:%d
    HostKey %2$s/host
    AuthorizedKeysFile %2$s/authorized
    PidFile none
    UsePAM no
    StrictModes no
    PasswordAuthentication no
    PermitRootLogin prohibit-password
    SetEnv HOME=%2$s
    """
        .formatted(port, folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
