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

  private final TestInfraLine testLine = new TestInfraLine(REGION);

  @AfterEach
  void close() {
    AwsStandIn.shared().noFaults();
    testLine.close();
  }

  @Test
  void givenABuiltClusterWhenDeletedTwiceAtOnceThenItIsDeletedOnce() {
    Set<String> before = inventory();
    testLine.replica();
    testLine.request(SampleClusters.small("del-twice", REGION));
    testLine.await("del-twice", Phase.READY, LONG);

    testLine.delete("del-twice");
    testLine.delete("del-twice");

    testLine.await("del-twice", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
    assertThat(testLine.stages("del-twice").read(StageName.INFRA)).isEmpty();
  }

  @Test
  void givenABuildUnderWayWhenDeletedThenItStopsAndWhatItCreatedIsDeleted() {
    Set<String> before = inventory();
    AwsStandIn.shared()
        .faults(Map.of("action", "RunInstances", "region", REGION, "latencyMillis", 3000));
    testLine.replica();
    testLine.request(SampleClusters.small("del-early", REGION));
    testLine.awaitLedger("del-early", size -> size > 5, LONG);

    testLine.delete("del-early");

    testLine.await("del-early", Phase.REMOVED, LONG);
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
    testLine.replica();
    testLine.request(SampleClusters.small("del-never", REGION));
    testLine.await("del-never", Phase.FAILED, LONG);

    testLine.delete("del-never");

    testLine.await("del-never", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
  }

  @Test
  void givenARemovalKilledInTheMiddleWhenAnotherTakesOverThenItEndsAndNothingIsLeft() {
    Set<String> before = inventory();
    Replica first = testLine.replica();
    testLine.request(SampleClusters.small("del-killed", REGION));
    testLine.await("del-killed", Phase.READY, LONG);
    int full = testLine.stages("del-killed").ledger(StageName.INFRA).entries().size();
    AwsStandIn.shared()
        .faults(Map.of("action", "Delete.*", "region", REGION, "latencyMillis", 700));
    testLine.delete("del-killed");
    testLine.awaitLedger("del-killed", size -> size > 0 && size < full - 5, LONG);

    first.kill();
    testLine.replica();

    testLine.await("del-killed", Phase.REMOVED, LONG);
    assertThat(inventory()).isEqualTo(before);
  }

  /** Without the state bucket, whose making is no part of a build. */
  private static Set<String> inventory() {
    Set<String> all = new TreeSet<>(AccountInventory.of(REGION));
    all.removeIf(line -> line.startsWith("bucket clusterline-"));
    return all;
  }
}
