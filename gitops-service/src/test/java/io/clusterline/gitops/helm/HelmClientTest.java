package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.Secret;
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

  @Test
  void givenNobodyListens_whenHelmIsCalled_thenTheClusterIsUnreachable() {
    try (HelmClient helm = new HelmClient(kubeconfig(1), 1)) {
      assertThatThrownBy(() -> helm.uninstall("r", "n"))
          .isInstanceOfSatisfying(
              StageException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
          .hasMessageContaining("helm uninstall n/r");
    }
  }

  @Test
  void givenAServerThatNeverAnswers_whenHelmsProcessDies_thenTheOutcomeIsUnknown()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        HelmClient helm = new HelmClient(kubeconfig(silent.getLocalPort()), 1)) {
      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> helm.uninstall("r", "n"), Thread::startVirtualThread);
      silent.accept(); // the call is under way

      workers().forEach(ProcessHandle::destroyForcibly);

      assertThatThrownBy(call::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
    }
  }

  @Test
  void givenAServerThatNeverAnswers_whenHelmTakesTooLong_thenItIsStoppedAndTheNextCallIsMade()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        HelmClient helm =
            new HelmClient(kubeconfig(silent.getLocalPort()), 1, Duration.ofSeconds(5))) {
      for (int call = 0; call < 2; call++) {
        assertThatThrownBy(() -> helm.uninstall("r", "n"))
            .isInstanceOfSatisfying(
                StageException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
            .hasMessageContaining("did not end within 5 s");
        assertThat(workers()).isEmpty();
      }
    }
  }

  @Test
  void givenACallUnderWay_whenTheClientIsClosed_thenNoProcessIsLeft() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      HelmClient helm = new HelmClient(kubeconfig(silent.getLocalPort()), 1);
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
