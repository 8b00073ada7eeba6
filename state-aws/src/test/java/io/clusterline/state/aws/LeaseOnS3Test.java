package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SDK sends nothing for a thread that is interrupted. */
class LeaseOnS3Test {

  private static final ClusterLocation SEOUL = new ClusterLocation(null, "ap-northeast-2");
  private static final Duration LONG = Duration.ofMinutes(5);

  static {
    AwsStandIn.shared();
  }

  private static final StateStore STATE = StateStore.open();

  @BeforeAll
  static void initialise() {
    STATE.initialise(SEOUL);
  }

  @Test
  void givenAWorkerThatWasInterrupted_whenItGivesItsLeaseBack_thenAnotherHasItAtOnce()
      throws Exception {
    StageStore stages = new ClusterState(STATE.documents(SEOUL), "leased").stages("uid-1");
    try (Leases first = new Leases("first", LONG);
        Leases second = new Leases("second", LONG)) {
      Lease held = first.acquire(stages, StageName.INFRA).orElseThrow();

      assertThat(isInterruptedAfterClosing(held)).isTrue();

      assertThat(second.acquire(stages, StageName.INFRA)).isPresent();
    }
  }

  private static boolean isInterruptedAfterClosing(Lease lease) throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      Thread.currentThread().interrupt();
      lease.close();
      interrupted.complete(Thread.currentThread().isInterrupted());
    });
    return interrupted.get(30, java.util.concurrent.TimeUnit.SECONDS);
  }
}
