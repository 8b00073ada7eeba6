package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.cli.line.FakeApplications.Broken;
import io.clusterline.cli.line.FakeApplications.Healthy;
import io.clusterline.failure.ClusterlineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {

  @TempDir private Path folder;

  private final List<ServiceProcess> processes = new ArrayList<>();
  private final List<String> upAtStart = new CopyOnWriteArrayList<>();
  private final LineListener listener =
      new LineListener() {
        @Override
        public void started(String service, long pid) {
          upAtStart.add(service + " after " + servicesUp());
        }

        @Override
        public void onEnded(String service, String ending) {}

        @Override
        public void onGivenUp(String service, String ending, List<String> logTail) {}
      };

  private List<String> servicesUp() {
    return processes.stream()
        .map(ServiceProcess::state)
        .filter(ServiceState::isUp)
        .map(ServiceState::name)
        .toList();
  }

  private Services services(Class<?> main, String... names) throws Exception {
    Installation installation = FakeApplications.install(folder, main, names);
    for (String name : names) {
      processes.add(
          new ServiceProcess(
              name, installation, Map.of("PATH", System.getenv("PATH")), folder, listener));
    }
    return new Services(processes, Optional.empty());
  }

  @Test
  void givenServicesWhenStartedThenEachStartsOnceTheOneBeforeIsUp() throws Exception {
    try (Services services = services(Healthy.class, "first", "second", "third")) {
      services.start();
      services.awaitAll();

      assertThat(upAtStart)
          .containsExactly("first after []", "second after [first]", "third after [first, second]");
    }
  }

  @Test
  void givenServicesThatRunWhenKilledThenNoneIsLeft() throws Exception {
    Services services = services(Healthy.class, "first", "second");
    services.start();
    services.awaitAll();

    services.kill();

    assertThat(services.states())
        .allSatisfy(state -> assertThat(ProcessHandle.of(state.pid())).isEmpty());
  }

  @Test
  void givenFirstServiceThatNeverStartsWhenAwaitedThenItsLogIsNamed() throws Exception {
    try (Services services = services(Broken.class, "first", "second")) {
      services.start();

      assertThatThrownBy(services::awaitFirst)
          .isInstanceOf(ClusterlineException.class)
          .hasMessageContaining("first does not stay alive")
          .hasMessageContaining("first.log");
    }
  }
}
