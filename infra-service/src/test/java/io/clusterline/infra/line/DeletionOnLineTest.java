package io.clusterline.infra.line;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.infra.AccountInventory;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deletions at awkward moments, through the queues: the account is as it was before. */
@Timeout(400)
class DeletionOnLineTest {

  private static final Duration LONG = ofSeconds(120);
  private static final String REGION = "il-central-1";

  private final TestInfraLine line = new TestInfraLine(REGION);

  @AfterEach
  void close() {
    AwsStandIn.shared().noFaults();
    line.close();
  }

  @Test
  void givenABuiltClusterWhenDeletedTwiceAtOnceThenItIsDeletedOnce() {
    Set<String> before = inventory();
    line.replica();
    line.request(SampleClusters.small("del-twice", REGION));
    line.await("del-twice", Phase.READY, LONG);

    line.delete("del-twice");
    line.delete("del-twice");

    line.await("del-twice", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
    assertThat(line.stages("del-twice").read(StageName.INFRA)).isEmpty();
  }

  @Test
  void givenABuildUnderWayWhenDeletedThenItStopsAndWhatItCreatedIsDeleted() {
    Set<String> before = inventory();
    AwsStandIn.shared()
        .faults(Map.of("action", "RunInstances", "region", REGION, "latencyMillis", 3000));
    line.replica();
    line.request(SampleClusters.small("del-early", REGION));
    line.awaitLedger("del-early", size -> size > 5, LONG);

    line.delete("del-early");

    line.await("del-early", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
  }

  @Test
  void givenAClusterWhoseBuildNeverStartedWhenDeletedThenItIsDeleted() {
    Set<String> before = inventory();
    AwsStandIn.shared()
        .faults(
            Map.of(
                "action",
                "GetCallerIdentity",
                "region",
                REGION,
                "code",
                "AccessDenied",
                "status",
                403));
    line.replica();
    line.request(SampleClusters.small("del-never", REGION));
    line.await("del-never", Phase.FAILED, LONG);

    line.delete("del-never");

    line.await("del-never", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
  }

  @Test
  void givenARemovalKilledInTheMiddleWhenAnotherTakesOverThenItEndsAndNothingIsLeft() {
    Set<String> before = inventory();
    Replica first = line.replica();
    line.request(SampleClusters.small("del-killed", REGION));
    line.await("del-killed", Phase.READY, LONG);
    int full = line.stages("del-killed").ledger(StageName.INFRA).entries().size();
    AwsStandIn.shared()
        .faults(Map.of("action", "Delete.*", "region", REGION, "latencyMillis", 700));
    line.delete("del-killed");
    line.awaitLedger("del-killed", size -> size > 0 && size < full - 5, LONG);

    first.kill();
    line.replica();

    line.await("del-killed", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
  }

  /** Without the state bucket, whose making is no part of a build. */
  private static Set<String> inventory() {
    Set<String> all = new TreeSet<>(AccountInventory.of(REGION));
    all.removeIf(line -> line.startsWith("bucket clusterline-"));
    return all;
  }
}
