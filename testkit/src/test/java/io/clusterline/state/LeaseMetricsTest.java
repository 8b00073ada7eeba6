package io.clusterline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MemoryStateStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the metrics say of leases. */
class LeaseMetricsTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StageMetrics metrics = new StageMetrics(registry);
  private final ClusterLocation location = new ClusterLocation(null, "ap-northeast-2");
  private final StageStore stages =
      new StageStore(new MemoryStateStore().documents(location), "small", "uid-1");

  @Test
  void givenAHolderThatDiedWhenAnotherWorkerTakesTheStageThenATakeOverIsCounted() {
    Leases dead = new Leases("dead", SHORT);
    assertThat(dead.acquire(stages, StageName.INFRA)).isPresent();
    dead.close(); // no more heartbeats

    try (Leases alive = new Leases("alive", SHORT, metrics)) {
      Wait.until("the stage is taken over")
          .within(Duration.ofSeconds(20))
          .poll(() ->
              alive.acquire(stages, StageName.INFRA).isPresent()
                  ? Seen.yes(true)
                  : Seen.notYet("its holder may live"));
    }

    assertThat(registry.get("clusterline.lease.takeovers").tag("stage", "infra").counter().count())
        .isEqualTo(1);
  }

  @Test
  void givenALeaseThatWasReleasedWhenAnotherWorkerTakesItThenThatIsNoTakeOver() {
    try (Leases first = new Leases("first", SHORT);
        Leases second = new Leases("second", SHORT, metrics)) {
      first.acquire(stages, StageName.INFRA).orElseThrow().close();

      assertThat(second.acquire(stages, StageName.INFRA)).isPresent();
    }

    assertThat(registry.find("clusterline.lease.takeovers").counter()).isNull();
  }

  @Test
  void givenAStoreThatTakesNoHeartbeatWhenALeaseIsHeldThenEachMissIsCounted() {
    StageStore failing = new StageStore(new ReadOnlyAfterCreate(), "small", "uid-1");

    try (Leases leases = new Leases("worker", SHORT, metrics);
        Lease lease = leases.acquire(failing, StageName.INFRA).orElseThrow()) {
      Wait.until("heartbeats of " + lease + " are missed")
          .within(Duration.ofSeconds(20))
          .poll(() -> missed() > 0 ? Seen.yes(true) : Seen.notYet("none is"));
    }
  }

  private double missed() {
    Counter counter = registry.find("clusterline.lease.heartbeats.missed").counter();
    return counter == null ? 0 : counter.count();
  }

  /** A store that cannot be reached any more once a document exists. */
  private final class ReadOnlyAfterCreate implements DocumentStore {
    private final DocumentStore memory = new MemoryStateStore().documents(location);

    @Override
    public Optional<Document> read(String key) {
      return memory.read(key);
    }

    @Override
    public Document create(String key, String body) {
      return memory.create(key, body);
    }

    @Override
    public Document replace(Document known, String body) {
      throw new IllegalStateException("the store does not answer");
    }

    @Override
    public void delete(Document known) {
      memory.delete(known);
    }

    @Override
    public List<Document> list(String prefix) {
      return memory.list(prefix);
    }
  }
}
