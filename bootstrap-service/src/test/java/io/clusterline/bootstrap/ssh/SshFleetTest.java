package io.clusterline.bootstrap.ssh;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.FaultyServer;
import io.clusterline.bootstrap.testing.FaultyServer.Answer;
import io.clusterline.bootstrap.testing.TestKey;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.stage.Wait;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter against a server that misbehaves in every way that was seen in the field. */
@Timeout(60)
class SshFleetTest {

  private static final TestKey LOGIN = TestKey.generate();
  private static final TestKey HOST = TestKey.generate();
  private static final TestKey OTHER = TestKey.generate();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void givenACommandWhenItRunsThenStatusOutputAndErrorsComeBack() {
    FaultyServer server = server((command, input) -> new Answer.Exit(3, "out:" + input, "err"));

    CommandResult result = connect(server, LOGIN, HOST).run(command("x", "hello"));

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("out:hello");
    assertThat(result.errors()).isEqualTo("err");
    assertThat(result.toString()).doesNotContain("hello");
  }

  @Test
  void givenTwentyCommandsAtOnceWhenTheyRunThenOneConnectionCarriesThemTenAtATime()
      throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier ten = new CyclicBarrier(10);
    FaultyServer server =
        server((command, input) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
          running.decrementAndGet();
          return Answer.ok("");
        });
    SshFleet fleet = fleet(server, LOGIN, Duration.ofSeconds(5));
    Callable<CommandResult> one = () -> fleet.connect(target(HOST)).run(command("x", ""));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<CommandResult> future :
          threads.invokeAll(java.util.Collections.nCopies(20, one))) {
        assertThat(future.get().succeeded()).isTrue();
      }
    }

    assertThat(server.connections()).isEqualTo(1);
    assertThat(most).hasValue(10);
  }

  @Test
  void givenAnotherHostKeyWhenConnectingThenTheMachineIsRefusedWithBothFingerprints() {
    FaultyServer server = server((command, input) -> Answer.ok(""));

    ClusterlineException refused = failure(() -> connect(server, LOGIN, OTHER));

    assertThat(refused.code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    assertThat(refused)
        .hasMessageContaining(HostKeyPin.parse(OTHER.publicKey()).fingerprint())
        .hasMessageContaining(HostKeyPin.parse(HOST.publicKey()).fingerprint());
    assertThat(server.commands()).isEmpty();
  }

  @Test
  void givenAHostKeyThatChangesWhenConnectingAnewThenTheMachineIsRefused() {
    FaultyServer server = server((command, input) -> Answer.ok(""));
    SshFleet fleet = fleet(server, LOGIN, ofSeconds(5));
    fleet.connect(target(HOST)).close();
    server.use(OTHER);

    assertThat(failure(() -> fleet.connect(target(HOST))).code())
        .isEqualTo(ErrorCode.HOST_KEY_CHANGED);
  }

  @Test
  void givenAKeyThatIsNotAuthorisedWhenConnectingThenTheSecretIsNamedAndNotShown() {
    FaultyServer server = server((command, input) -> Answer.ok(""));

    ClusterlineException refused = failure(() -> connect(server, OTHER, HOST));

    assertThat(refused.code()).isEqualTo(ErrorCode.SSH_AUTHENTICATION_FAILED);
    assertThat(refused).hasMessageContaining("the-secret");
  }

  @Test
  void givenAnImageWithAnotherLoginUserWhenConnectingThenTheUserIsNamed() {
    FaultyServer server = server((command, input) -> Answer.ok(""));
    server.admitOnly("admin");

    ClusterlineException refused = failure(() -> connect(server, LOGIN, HOST));

    assertThat(refused.code()).isEqualTo(ErrorCode.SSH_AUTHENTICATION_FAILED);
    assertThat(refused).hasMessageContaining("refuses user ubuntu");
  }

  @Test
  void givenASecretThatIsNoKeyWhenConnectingThenTheErrorDoesNotQuoteIt() {
    FaultyServer server = server((command, input) -> Answer.ok(""));
    TestKey broken = new TestKey("-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2", "");

    ClusterlineException refused = failure(() -> connect(server, broken, HOST));

    assertThat(refused.code()).isEqualTo(ErrorCode.SSH_AUTHENTICATION_FAILED);
    assertThat(refused).hasMessageNotContaining("hunter2").hasNoCause();
  }

  @Test
  void givenNoServerWhenConnectingThenTheNodeIsUnreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    SshFleet fleet = fleet(port, LOGIN, ofSeconds(5));

    assertThat(failure(() -> fleet.connect(target(HOST))).code())
        .isEqualTo(ErrorCode.NODE_UNREACHABLE);
    assertThat(fleet.banner("127.0.0.1").description()).contains("refused");
  }

  @Test
  void givenAServerWithoutABannerWhenConnectingThenItIsGivenUpAfterTheLimit() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      SshFleet fleet = fleet(silent.getLocalPort(), LOGIN, ofMillis(700));
      long start = System.nanoTime();

      assertThat(failure(() -> fleet.connect(target(HOST))).code())
          .isEqualTo(ErrorCode.NODE_UNREACHABLE);
      assertThat(fleet.banner("127.0.0.1").value()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(5));
    }
  }

  @Test
  void givenAConnectionThatDropsMidCommandWhenItRunsThenTheOutcomeIsUnknownAndTheNextConnects() {
    AtomicInteger calls = new AtomicInteger();
    FaultyServer server =
        server((c, input) -> calls.getAndIncrement() == 0 ? new Answer.Drop() : Answer.ok("back"));
    SshFleet fleet = fleet(server, LOGIN, ofSeconds(5));

    ClusterlineException dropped =
        failure(() -> fleet.connect(target(HOST)).run(command("make a thing", "")));
    CommandResult next =
        Wait.until("the loss is noticed")
            .poll(() -> attempt(() -> fleet.connect(target(HOST)).run(command("look", ""))));

    assertThat(dropped.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    assertThat(dropped).hasMessageContaining("make a thing");
    assertThat(next.output()).isEqualTo("back");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void givenAChannelThatEndsWithoutAStatusWhenItRunsThenTheOutcomeIsUnknown() {
    FaultyServer server = server((command, input) -> new Answer.NoExitStatus());

    ClusterlineException unknown =
        failure(() -> connect(server, LOGIN, HOST).run(command("x", "")));

    assertThat(unknown.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    assertThat(unknown).hasMessageContaining("no exit status");
  }

  @Test
  void givenACommandThatTheMachineEndedWhenItRunsThenTheDeadlineIsNamed() {
    FaultyServer server = server((command, input) -> Answer.fail(124, "last words"));

    ClusterlineException late = failure(() -> connect(server, LOGIN, HOST).run(command("x", "")));

    assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(late.logTail()).containsExactly("last words");
  }

  @Test
  void givenAStepThatIsStoppedWhenItsCommandHangsThenItEndsAtOnceAsCancelled() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    FaultyServer server =
        server((command, input) -> {
          started.countDown();
          new CountDownLatch(1).await();
          return Answer.ok("");
        });
    SshConnection connection = connect(server, LOGIN, HOST);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ClusterlineException> ending =
          threads.submit(() -> failure(() -> connection.run(command("hang", ""))));
      started.await();
      threads.shutdownNow();

      assertThat(ending.get().code()).isEqualTo(ErrorCode.CANCELLED);
    }
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection may count as standing for an instant after its end. */
  private static Wait.Seen<CommandResult> attempt(Supplier<CommandResult> command) {
    try {
      return Wait.Seen.yes(command.get());
    } catch (ClusterlineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NODE_UNREACHABLE);
      return Wait.Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private FaultyServer server(FaultyServer.Behaviour behaviour) {
    return opened(new FaultyServer("127.0.0.1", 0, HOST, LOGIN, behaviour));
  }

  private SshConnection connect(FaultyServer server, TestKey login, TestKey pinned) {
    return fleet(server, login, ofSeconds(5)).connect(target(pinned));
  }

  private SshFleet fleet(FaultyServer server, TestKey login, Duration connectTimeout) {
    return fleet(server.port(), login, connectTimeout);
  }

  private SshFleet fleet(int port, TestKey login, Duration connectTimeout) {
    SshIdentity identity = new SshIdentity("ubuntu", "the-secret", login::secret);
    SshSettings settings = new SshSettings(port, connectTimeout, ofSeconds(1), 3, 10);
    return opened(new SshFleet(identity, settings, Builds.sshCalls()));
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  private static SshTarget target(TestKey pinned) {
    return new SshTarget("worker-1", "127.0.0.1", HostKeyPin.parse(pinned.publicKey()));
  }

  private static RemoteCommand command(String title, String input) {
    return new RemoteCommand(title, "true", input, ofSeconds(20));
  }

  private static ClusterlineException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ClusterlineException.class, call);
  }

  @Test
  void givenTwoClustersWhenOneHoldsItsWholeShareThenTheOthersCommandsRunAtOnce() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    FaultyServer busy =
        server((command, input) -> {
          release.await(30, TimeUnit.SECONDS);
          return Answer.ok("");
        });
    FaultyServer calm = server((command, input) -> Answer.ok("here"));
    var metrics = new SimpleMeterRegistry();
    SshLimits limits = new SshLimits(3, 2, ofSeconds(30), 1, ofMillis(10), ofMillis(10));
    SshCalls calls = new SshCalls(limits, Resilience.measuredBy(metrics));
    SshFleet greedy = sharing(busy, calls);
    SshFleet modest = sharing(calm, calls);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        threads.submit(() -> greedy.run(target(HOST), command("x", "")));
      }
      Wait.until("one cluster holds its share")
          .within(ofSeconds(20))
          .poll(() ->
              free(metrics) == 1
                  ? Wait.Seen.yes(true)
                  : Wait.Seen.notYet(free(metrics) + " sessions are free"));

      assertThat(modest.run(target(HOST), command("x", "")).output()).isEqualTo("here");
      assertThat(free(metrics)).isEqualTo(1);
      release.countDown();
    }
  }

  @Test
  void givenCommandsWhenTheyEndThenEachIsMeasuredByItsOutcome() throws Exception {
    FaultyServer server = server((command, input) -> Answer.ok("here"));
    var metrics = new SimpleMeterRegistry();
    SshFleet fleet =
        sharing(server, new SshCalls(SshLimits.DEFAULTS, Resilience.measuredBy(metrics)));

    fleet.run(target(HOST), command("x", ""));
    fleet.run(target(HOST), command("x", ""));

    assertThat(
            metrics.get("clusterline.ssh.connections").tag("outcome", "success").counter().count())
        .isEqualTo(1);
    assertThat(metrics.get("clusterline.ssh.commands").tag("outcome", "success").timer().count())
        .isEqualTo(2);
  }

  private SshFleet sharing(FaultyServer server, SshCalls calls) {
    SshIdentity identity = new SshIdentity("ubuntu", "the-secret", LOGIN::secret);
    SshSettings settings = new SshSettings(server.port(), ofSeconds(5), ofSeconds(1), 3, 10);
    return opened(new SshFleet(identity, settings, calls));
  }

  private static int free(SimpleMeterRegistry metrics) {
    return (int)
        metrics
            .get("resilience4j.bulkhead.available.concurrent.calls")
            .tags("name", "ssh")
            .gauge()
            .value();
  }
}
