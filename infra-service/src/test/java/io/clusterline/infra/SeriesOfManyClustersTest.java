package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.SampleClusters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A service runs for months: what it counts may not grow with the clusters that it has built. */
class SeriesOfManyClustersTest {

  private static final String REGION = "eu-west-3";
  private static final boolean COMPLETE =
      "complete".equals(System.getProperty("clusterline.drill"));
  private static final int CLUSTERS = COMPLETE ? 100 : 6;

  private final MeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void givenOneClusterBuiltAndRemovedWhenManyMoreAreThenNoSeriesIsAdded() {
    build(0);
    Set<String> ofOne = series();

    IntStream.range(1, CLUSTERS).forEach(this::build);

    assertThat(ofOne).isNotEmpty();
    assertThat(series()).filteredOn(one -> !ofOne.contains(one)).isEmpty();
  }

  private void build(int number) {
    Build build =
        new Build(SampleClusters.small("series-" + number, REGION), Build.clients(metrics));
    succeed(build.apply());
    succeed(build.removeWithMachines());
  }

  /** Without how calls end, which is chance and of a few kinds for each operation. */
  private Set<String> series() {
    return metrics.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> !id.getName().equals("clusterline.aws.throttled"))
        .map(id -> id.getName() + id.getTags().stream().filter(tag -> !isChance(tag)).toList())
        .collect(Collectors.toSet());
  }

  private static boolean isChance(Tag tag) {
    return Set.of("outcome", "le").contains(tag.getKey());
  }
}
