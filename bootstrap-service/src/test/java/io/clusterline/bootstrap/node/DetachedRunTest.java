package io.clusterline.bootstrap.node;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.bootstrap.ssh.HostKeyPin;
import io.clusterline.bootstrap.ssh.RemoteCommand;
import io.clusterline.bootstrap.ssh.SshFleet;
import io.clusterline.bootstrap.ssh.SshIdentity;
import io.clusterline.bootstrap.ssh.SshSettings;
import io.clusterline.bootstrap.ssh.SshTarget;
import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.FaultyServer;
import io.clusterline.bootstrap.testing.FaultyServer.Answer;
import io.clusterline.bootstrap.testing.LocalShell;
import io.clusterline.bootstrap.testing.TestKey;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for real, in this machine's shell; only the SSH server in between is a test's. */
@Timeout(60)
class DetachedRunTest {

  private static final TestKey LOGIN = TestKey.generate();
  private static final TestKey HOST = TestKey.generate();
  private static final Duration LIMIT = ofSeconds(30);

  @TempDir private Path state;

  private final AtomicInteger dropsLeft = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private FaultyServer server;

  /** Runs the command and may lose the connection before its answer. */
  private Answer answer(String command, String input) throws IOException, InterruptedException {
    Answer real = new LocalShell(state).to(command, input);
    if (dropsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return new Answer.Drop();
    }
    Files.write(state.resolve("answered"), new byte[0]);
    return real;
  }

  @BeforeEach
  void start() {
    server = new FaultyServer("127.0.0.1", 0, HOST, LOGIN, this::answer);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    server.close();
  }

  @Test
  void givenAScriptWhenItRunsThenItsStatusAndLogComeBack() {
    RunResult result = run("demo", "echo one; echo two >&2; exit 3");

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.logTail()).containsExactly("one", "two");
    assertThat(result.lastLine()).isEqualTo("two");
  }

  /** Others must be able to read what a run installs: apt reads repository keys as its own user. */
  @Test
  void givenARunWhenItWritesThenOthersMayReadThatButNotItsLog() throws IOException {
    RunResult result = run("demo", "umask");

    Path log = state.resolve("runs/demo/log");
    assertThat(result.logTail()).containsExactly("0022");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void givenALogWithATokenWhenTheResultComesBackThenTheTokenIsNotInIt() {
    RunResult result = run("demo", "echo kubeadm join --token abcdef.0123456789abcdef; exit 1");

    assertThat(result.lastLine()).isEqualTo("kubeadm join --token [redacted]");
  }

  @Test
  void givenARunUnderWayWhenItIsStartedAgainThenItIsJoinedAndNotRepeated() {
    DetachedRun first = node().detached("demo");
    DetachedRun second = node().detached("demo");
    first.start(new NodeScript("echo x >>" + state + "/count; sleep 2; exit 7"), LIMIT);

    RunResult seen =
        second.runToEnd(
            new NodeScript("echo x >>" + state + "/count; exit 8"), LIMIT, progress::add);

    assertThat(seen.status()).isEqualTo(7);
    assertThat(state.resolve("count")).hasContent("x");
  }

  @Test
  void givenAConnectionThatDropsAfterTheStartWhenItIsStartedAgainThenItRunsOnce() {
    dropsLeft.set(1);

    String untilStartedAgain = "; until [ -e " + state + "/answered ]; do sleep 0.05; done";
    RunResult result = run("demo", "echo x >>" + state + "/count" + untilStartedAgain);

    assertThat(result.succeeded()).isTrue();
    assertThat(state.resolve("count")).hasContent("x");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void givenAWorkerThatDiedWhenAnotherComesThenItJoinsTheRunAndSeesItsEnd() throws Exception {
    SshFleet dead = fleet();
    new Node(dead, target()).detached("demo").start(new NodeScript("sleep 4; echo done"), LIMIT);
    dead.close();

    DetachedRun found = node().detached("demo");
    RunResult result = found.runToEnd(new NodeScript("echo done twice"), LIMIT, progress::add);

    assertThat(result.succeeded()).isTrue();
    assertThat(result.logTail()).containsExactly("done");
  }

  @Test
  void givenNoRunOfThatNameWhenItIsSettledThenItReturnsAtOnce() {
    node().detached("never-started").awaitEnd(LIMIT, progress::add);

    assertThat(progress).isEmpty();
  }

  @Test
  void givenARunUnderWayWhenItIsSettledThenItHasEnded() {
    node()
        .detached("demo")
        .start(new NodeScript("sleep 2; touch " + state + "/end; exit 4"), LIMIT);

    node().detached("demo").awaitEnd(LIMIT, progress::add);

    assertThat(state.resolve("end")).exists();
  }

  @Test
  void givenARunThatVanishesWhenItIsAwaitedThenTheOutcomeIsUnknownAndANewStartRuns() {
    DetachedRun run = node().detached("demo");
    NodeScript suicide = new NodeScript("echo working; kill -9 $(cat pid)");

    ClusterlineException vanished =
        catchThrowableOfType(
            ClusterlineException.class, () -> run.runToEnd(suicide, LIMIT, progress::add));
    run.awaitEnd(LIMIT, progress::add);

    assertThat(vanished.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    assertThat(vanished.logTail()).containsExactly("working");
    assertThat(run("demo", "echo again").logTail()).containsExactly("again");
  }

  @Test
  void givenARunBeyondItsLimitWhenItIsAwaitedThenTheNodeHasEndedIt() {
    RunResult result =
        node().detached("demo").runToEnd(new NodeScript("sleep 50"), ofSeconds(1), progress::add);

    assertThat(result.status()).isEqualTo(124);
  }

  @Test
  void givenAFinishedRunWhenTheNameIsUsedAgainThenTheNewOneCounts() {
    assertThat(run("demo", "exit 1").status()).isEqualTo(1);
    assertThat(run("demo", "exit 0").status()).isZero();
  }

  @Test
  void givenAScriptThatArrivesIncompleteWhenItIsStartedThenItDoesNotRun() {
    String starter =
        NodeScript.of("start-run.sh").with("RUN", "demo").with("LIMIT", 5).with("SIZE", 99).text();
    RemoteCommand command = new RemoteCommand("start demo", starter, "touch x", ofSeconds(5));

    ClusterlineException failed =
        catchThrowableOfType(ClusterlineException.class, () -> node().runRepeatable(command));

    assertThat(failed.logTail()).contains("the script of demo arrived incomplete");
    assertThat(state.resolve("x")).doesNotExist();
  }

  @Test
  void givenASecretFileWhenItIsWrittenThenOnlyItsOwnerReadsItAndNoCommandLineHoldsIt()
      throws IOException {
    Path file = state.resolve("dir/secret.yaml");

    node().write(file.toString(), Secret.of("token: hunter2\n"));

    assertThat(file).hasContent("token: hunter2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(server.commands()).noneMatch(command -> command.contains("hunter2"));
  }

  private RunResult run(String name, String script) {
    return node().detached(name).runToEnd(new NodeScript(script), LIMIT, progress::add);
  }

  private Node node() {
    return new Node(fleet(), target());
  }

  private SshFleet fleet() {
    SshIdentity identity = new SshIdentity("root", "ssh-key", LOGIN::secret);
    SshSettings settings = new SshSettings(server.port(), ofSeconds(5), ofSeconds(5), 3, 10);
    SshFleet fleet = new SshFleet(identity, settings, Builds.sshCalls());
    opened.add(fleet);
    return fleet;
  }

  private static SshTarget target() {
    return new SshTarget("worker-1", "127.0.0.1", HostKeyPin.parse(HOST.publicKey()));
  }
}
