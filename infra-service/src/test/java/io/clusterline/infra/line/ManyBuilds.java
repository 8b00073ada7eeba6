package io.clusterline.infra.line;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.InfraReady;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.StageFailed;
import io.clusterline.messaging.JournalReader;
import io.clusterline.spec.Cluster;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Many clusters through the infra stage and back at once: two replicas share the work, behind EC2's
 * request token buckets, and one of the clusters is denied what it needs.
 */
final class ManyBuilds implements AutoCloseable {

  private static final String REGION = "eu-west-1";
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final AwsStandIn aws = AwsStandIn.shared();
  private final TestInfraLine testLine = new TestInfraLine(REGION);
  private final JournalReader journal;
  private final List<String> names;
  private final String failingCluster;

  /**
   * @param ended when each cluster ended, in seconds since all were asked for, by name, which is
   *     the order of asking
   * @param failed clusters that failed, by the code of their failure
   * @param heapMiB what the replicas held at the end, after a collection
   */
  record Half(Map<String, Double> ended, Map<String, String> failed, long heapMiB) {

    double first() {
      return ended.values().stream().mapToDouble(d -> d).min().orElse(0);
    }

    double last() {
      return ended.values().stream().mapToDouble(d -> d).max().orElse(0);
    }

    /** How many that were asked for later ended before it, for the one with the most. */
    int maxOvertaken() {
      List<Double> asAsked = List.copyOf(ended.values());
      return IntStream.range(0, asAsked.size())
          .map(
              one -> (int) asAsked.stream().skip(one).filter(end -> end < asAsked.get(one)).count())
          .max()
          .orElse(0);
    }
  }

  /**
   * @param calls of AWS in all
   * @param throttled how many of them the token buckets refused
   * @param documents what of them was for the state, by kind of document
   */
  record Figures(
      Half created,
      Half deleted,
      int calls,
      int throttled,
      Map<String, Long> documents,
      long peakHeapMiB) {

    String describe(int clusters) {
      return "%d clusters: created %.1f–%.1f s, deleted %.1f–%.1f s, at most %d and %d overtook one, %d AWS calls (documents: %s), %d throttled, heap %d and %d MiB after, %d MiB at most, failed %s"
          .formatted(
              clusters,
              created.first(),
              created.last(),
              deleted.first(),
              deleted.last(),
              created.maxOvertaken(),
              deleted.maxOvertaken(),
              calls,
              documents,
              throttled,
              created.heapMiB(),
              deleted.heapMiB(),
              peakHeapMiB,
              created.failed());
    }
  }

  ManyBuilds(int clusters) throws IOException {
    names = IntStream.rangeClosed(1, clusters).mapToObj("many-%02d"::formatted).toList();
    failingCluster = names.get(clusters / 2);
    journal = JournalReader.open(TestBroker.uri().toString(), "next");
    testLine.replica();
    testLine.replica();
  }

  String failingCluster() {
    return failingCluster;
  }

  Figures run() throws IOException {
    aws.throttle(true);
    aws.resetCalls();
    aws.faults(
        Map.of(
            "action",
            "CreateSubnet",
            "body",
            "Value=" + failingCluster + "(&|$)",
            "code",
            "UnauthorizedOperation",
            "status",
            403));
    Half created = create();
    Half deleted = delete();
    var calls = aws.calls();
    return new Figures(
        created,
        deleted,
        calls.get("total").asInt(),
        calls.get("throttled").asInt(),
        testLine.documentCalls(),
        peakHeap());
  }

  private Half create() throws IOException {
    long begin = System.nanoTime();
    names.forEach(name -> testLine.request(two(name)));
    Half half = awaitEnds(begin, InfraReady.class);
    names.stream()
        .filter(name -> !half.failed().containsKey(name))
        .forEach(name -> testLine.await(name, Phase.READY, LIMIT));
    half.failed().keySet().forEach(name -> testLine.await(name, Phase.FAILED, LIMIT));
    return half;
  }

  private Half delete() throws IOException {
    long begin = System.nanoTime();
    names.forEach(testLine::delete);
    Half half = awaitEnds(begin, InfraRemoved.class);
    names.forEach(name -> testLine.await(name, Phase.REMOVED, LIMIT));
    return half;
  }

  private Half awaitEnds(long begin, Class<? extends ClusterEvent> end) throws IOException {
    Map<String, Double> ended = new TreeMap<>();
    Map<String, String> failed = new TreeMap<>();
    while (ended.size() < names.size()) {
      Optional<JournalReader.Entry> entry = journal.next(LIMIT);
      if (entry.isEmpty()) {
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(ended.keySet());
        throw new AssertionError("nothing was said any more; still open: " + missing);
      }
      var event = entry.get().event();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (end.isInstance(event.data())) {
        ended.putIfAbsent(event.subject(), seconds);
      } else if (event.data() instanceof StageFailed failure) {
        ended.putIfAbsent(event.subject(), seconds);
        failed.put(event.subject(), failure.code());
      }
    }
    return new Half(ended, failed, heapAfterCollection());
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  /** A control plane and one worker. */
  private static Cluster two(String name) {
    String yaml = SampleClusters.smallText(name, REGION);
    return SampleClusters.parse(
        yaml.lines()
            .filter(line -> !line.contains("name: worker-2,"))
            .collect(java.util.stream.Collectors.joining("\n")));
  }

  @Override
  public void close() throws IOException {
    aws.noFaults();
    aws.throttle(false);
    journal.close();
    testLine.close();
  }
}
