package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static io.clusterline.testkit.StoreCall.key;
import static io.clusterline.testkit.StoreCall.reads;
import static io.clusterline.testkit.StoreCall.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.testkit.Gate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas of the accept stage at once. */
@Timeout(180)
class AcceptRaceTest {

  private AcceptHarness accept;

  @BeforeEach
  void open() throws Exception {
    accept = new AcceptHarness();
  }

  @AfterEach
  void close() throws Exception {
    accept.close();
  }

  @Test
  void givenAnotherRequestInBetweenWhenTheWriteIsRepeatedThenEachIsPublishedAsItWasRecorded() {
    accept.apply("r1", specification());
    Gate write = accept.store.on(writes()).times(1).holdBefore();
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(
            () -> accept.consume(request("slow", ClusterRequested.of(withoutNode("worker-2")))));
    write.awaitArrival();

    Event<?> fast = accept.apply("fast", specification());
    write.open();
    slow.join();

    Event<?> last = accept.next(StageName.INFRA);
    assertThat(fast.generation()).isEqualTo(2);
    assertThat(last.generation()).isEqualTo(3);
    assertThat(((ClusterAccepted) last.data()).cluster())
        .isEqualTo(SpecificationReader.bind(withoutNode("worker-2")));
    assertThat(((ClusterAccepted) last.data()).unchanged()).isFalse();
    assertThat(accept.record().generation()).isEqualTo(3);
  }

  @Test
  void givenACopyAndAnotherRequestInBetweenWhenItIsHandledThenNoForeignGenerationIsPublished() {
    accept.apply("r1", specification());
    Gate read = accept.store.on(reads().and(key("cluster.json"))).times(1).holdAfter();
    CompletableFuture<Void> copy =
        CompletableFuture.runAsync(
            () -> accept.consume(request("twice", ClusterRequested.of(withoutNode("worker-2")))));
    read.awaitArrival();
    Event<?> twice = accept.apply("twice", withoutNode("worker-2"));
    Event<?> newer = accept.apply("newer", specification());

    read.open();
    copy.join();

    assertThat(List.of(twice.generation(), newer.generation())).containsExactly(2L, 3L);
    assertThat(accept.isIdle(StageName.INFRA)).as("nothing is published for the copy").isTrue();
  }
}
