package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.DocumentStore;
import io.clusterline.testkit.MemoryDocuments;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenerationGuardTest {

  private final AtomicInteger reads = new AtomicInteger();
  private final ClusterState state = new ClusterState(counting(new MemoryDocuments()), "small");
  private final GenerationGuard guard =
      new GenerationGuard(state, new ClusterRef("small", "uid-1", 1, "build-1"));

  @Test
  void givenManyStepsThatAskAtOnceWhenTheAnswerIsOldThenOneOfThemReads() throws Exception {
    accept("one");
    reads.set(0);

    try (var steps = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50).forEach(step -> steps.execute(guard::isCurrent));
    }

    assertThat(guard.isCurrent()).isTrue();
    assertThat(reads).hasValue(1);
  }

  @Test
  void givenANewerGenerationWhenAskedAgainAfterAMomentThenTheOlderIsLate() {
    accept("one");
    assertThat(guard.isCurrent()).isTrue();

    accept("two");

    Wait.until("generation 1 is late")
        .within(Duration.ofSeconds(10))
        .poll(() -> guard.isCurrent() ? Seen.notYet("it is current") : Seen.yes(true));
  }

  private void accept(String request) {
    state.change(
        ClusterRecord.initial("small", "uid-1"),
        now -> now.accepting("/test", request, Json.MAPPER.nullNode(), "build-1", List.of()));
  }

  private DocumentStore counting(DocumentStore documents) {
    return (DocumentStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read")) {
                reads.incrementAndGet();
              }
              return method.invoke(documents, arguments);
            });
  }
}
