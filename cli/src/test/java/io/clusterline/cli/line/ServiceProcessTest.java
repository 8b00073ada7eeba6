package io.clusterline.cli.line;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.line.FakeApplications.Broken;
import io.clusterline.cli.line.FakeApplications.Healthy;
import io.clusterline.messaging.Topology;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {

  @TempDir private Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final LineListener listener =
      new LineListener() {
        @Override
        public void started(String service, long pid) {
          told.add("started");
        }

        @Override
        public void onEnded(String service, String ending) {
          told.add("ended: " + ending);
        }

        @Override
        public void onGivenUp(String service, String ending, List<String> logTail) {
          told.add("gave up: " + logTail.getLast());
        }
      };

  private ServiceProcess service(Class<?> main) throws Exception {
    Installation installation = FakeApplications.install(folder, main, "test-service");
    return new ServiceProcess(
        "test-service", installation, Map.of("PATH", System.getenv("PATH")), folder, listener);
  }

  private void await(String what, BooleanSupplier condition) {
    Wait.until(what)
        .within(ofSeconds(30))
        .poll(() -> condition.getAsBoolean() ? Seen.yes(true) : Seen.notYet(told.toString()));
  }

  @Test
  void givenServiceThatIsKilledWhenItEndsThenAnotherProcessOfItIsUp() throws Exception {
    ServiceProcess service = service(Healthy.class);
    service.start();
    try {
      await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());
      long first = service.state().pid();
      int port = service.state().port();

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      await(
          "another process is up", () -> service.state().pid() != first && service.state().isUp());
      assertThat(told).containsExactly("started", "ended: was killed by signal 9", "started");
      assertThat(service.state().port()).as("where others look for it").isEqualTo(port);
    } finally {
      service.stop();
    }
  }

  @Test
  void givenServiceThatIsKilledWhenSomebodyTakesItsPortThenItIsUpAtAnotherOne() throws Exception {
    ServiceProcess service = service(Healthy.class);
    service.start();
    try {
      await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());
      long first = service.state().pid();
      int port = service.state().port();

      ProcessHandle killed = ProcessHandle.of(first).orElseThrow();
      killed.destroyForcibly();
      killed.onExit().join();
      try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        await("it is up", () -> service.state().port() != port && service.state().isUp());
        assertThat(other.isBound()).isTrue();
      }
    } finally {
      service.stop();
    }
  }

  @Test
  void givenServiceThatCannotBeStartedWhenItCanThenItIsUp() throws Exception {
    Path log = Files.createDirectory(folder.resolve("test-service.log"));
    ServiceProcess service = service(Healthy.class);
    service.start();
    try {
      await("the start failed", () -> told.contains("ended: could not be started"));
      Files.delete(log);

      await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());
    } finally {
      service.stop();
    }
  }

  @Test
  void givenServiceThenItsTemporaryFilesAreInTheFolderOfTheRun() throws Exception {
    ServiceProcess service = service(Healthy.class);
    service.start();
    try {
      await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());

      assertThat(ServiceProcess.temporary(folder)).isDirectoryContaining("glob:**healthy*");
    } finally {
      service.stop();
    }
  }

  @Test
  void givenServiceThatNeverStartsWhenStartedThenItIsGivenUpWithTheEndOfItsLog() throws Exception {
    ServiceProcess service = service(Broken.class);
    service.start();

    await("it was given up", service::isSupervisorEnded);

    assertThat(told).contains("ended: ended with exit code 1");
    assertThat(told.getLast()).isEqualTo("gave up: cannot work: no such thing");
  }

  @Test
  void givenMessageThatKillsItsServiceWhenTheBrokerHasGivenItUpThenTheServiceIsUp()
      throws Exception {
    Path deliveries = folder.resolve("deliveries");
    Map<String, String> environment =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "DELIVERIES",
            deliveries.toString(),
            "LIMIT",
            Integer.toString(Backoff.DEATHS_BY_ONE_MESSAGE));
    ServiceProcess service =
        new ServiceProcess(
            "test-service",
            FakeApplications.install(folder, Healthy.class, "test-service"),
            environment,
            folder,
            listener,
            new Backoff(Duration.ofMillis(1)));
    service.start();
    try {
      await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());

      assertThat(deliveries).hasSize(Topology.DELIVERY_LIMIT + 2);
      assertThat(told).noneMatch(line -> line.startsWith("gave up"));
    } finally {
      service.stop();
    }
  }

  @Test
  void givenRunningServiceWhenStoppedThenItEndsAndIsNotStartedAgain() throws Exception {
    ServiceProcess service = service(Healthy.class);
    service.start();
    await("the service is up", () -> service.state().pid() > 0 && service.state().isUp());

    service.stop();

    await("its supervisor has ended", service::isSupervisorEnded);
    assertThat(told).containsExactly("started");
    assertThat(ProcessHandle.of(service.state().pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
