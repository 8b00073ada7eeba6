package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HelmClientTest {

  private static final HelmSettings SETTINGS = settings(1, Duration.ofMinutes(5));

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void givenNoServerListens_whenHelmIsCalled_thenTheClusterIsUnreachable() {
    try (HelmClient helm = client(1, SETTINGS)) {
      assertThatThrownBy(() -> helm.uninstall("r", "n"))
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
          .hasMessageContaining("helm uninstall n/r");
    }
  }

  @Test
  void givenAServerThatNeverAnswers_whenHelmsProcessDies_thenTheOutcomeIsUnknown()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        HelmClient helm = client(silent.getLocalPort(), SETTINGS)) {
      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> helm.uninstall("r", "n"), Thread::startVirtualThread);
      silent.accept(); // the call is under way

      workers().forEach(ProcessHandle::destroyForcibly);

      assertThatThrownBy(call::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
    }
  }

  @Test
  void givenAServerThatNeverAnswers_whenHelmTakesTooLong_thenItIsStoppedAndTheNextCallIsMade()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        HelmClient helm = client(silent.getLocalPort(), settings(1, Duration.ofSeconds(5)))) {
      for (int call = 0; call < 2; call++) {
        assertThatThrownBy(() -> helm.uninstall("r", "n"))
            .isInstanceOfSatisfying(
                ClusterlineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
            .hasMessageContaining("did not end within 5 s");
        assertThat(workers()).isEmpty();
      }
    }
  }

  @Test
  void givenACallUnderWay_whenTheClientIsClosed_thenNoProcessIsLeft() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      HelmClient helm = client(silent.getLocalPort(), SETTINGS);
      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> helm.uninstall("r", "n"), Thread::startVirtualThread);
      silent.accept();
      assertThat(workers()).hasSize(1);

      helm.close();

      Wait.until("the call has ended")
          .poll(() -> call.isDone() ? Seen.yes(true) : Seen.notYet("it runs"));
      assertThat(workers()).isEmpty();
    }
  }

  @Test
  void givenTheServiceIsKilled_whenItsWorkerNotices_thenNeitherItNorTheKubeconfigIsLeft()
      throws Exception {
    WorkerFolder folder = WorkerFolder.create(kubeconfig(1));
    Process worker =
        new ProcessBuilder(
                JavaCommand.of(HelmWorker.class, folder.path(), "1", folder.path().toString()))
            .start();

    worker.outputWriter().close(); // as the end of the service does

    assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void givenOnePlace_whenOneClusterIsIdle_thenItsProcessEndsAndAnotherClusterGetsThePlace() {
    HelmProcesses shared =
        new HelmProcesses(settings(1, Duration.ofMinutes(5)), Resilience.measuredBy(metrics));
    try (HelmClient one = new HelmClient(() -> kubeconfig(1), shared);
        HelmClient another = new HelmClient(() -> kubeconfig(1), shared)) {
      assertThatThrownBy(() -> one.uninstall("r", "n")).hasMessageContaining("helm uninstall");
      assertThat(freeSlots()).isZero();

      assertThatThrownBy(() -> another.uninstall("r", "n")).hasMessageContaining("helm uninstall");

      assertThat(workers()).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(freeSlots()).isEqualTo(1);
  }

  @Test
  void givenAClusterThatNeverAnswers_whenAnotherIsServed_thenItDoesNotWait() throws IOException {
    HelmProcesses shared =
        new HelmProcesses(settings(2, Duration.ofMinutes(5)), Resilience.measuredBy(metrics));
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        HelmClient stuck = new HelmClient(() -> kubeconfig(silent.getLocalPort()), shared);
        HelmClient other = new HelmClient(() -> kubeconfig(1), shared)) {
      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> stuck.uninstall("r", "n"), Thread::startVirtualThread);
      silent.accept();

      assertThatThrownBy(() -> other.uninstall("r", "n")).hasMessageContaining("helm uninstall");

      assertThat(call).isNotDone();
    }
  }

  private HelmClient client(int port, HelmSettings settings) {
    return new HelmClient(
        () -> kubeconfig(port), new HelmProcesses(settings, Resilience.measuredBy(metrics)));
  }

  private static HelmSettings settings(int processes, Duration longest) {
    return new HelmSettings(processes, 1, Duration.ofMinutes(1), Duration.ofMillis(500), longest);
  }

  private double freeSlots() {
    return metrics
        .get("resilience4j.bulkhead.available.concurrent.calls")
        .tags("name", "helm")
        .gauge()
        .value();
  }

  private static List<ProcessHandle> workers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().filter(name -> name.endsWith("/java")).isPresent())
        .toList();
  }

  private static Secret kubeconfig(int port) {
    return Secret.of(
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: 'http://127.0.0.1:%d'}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(port));
  }
}
