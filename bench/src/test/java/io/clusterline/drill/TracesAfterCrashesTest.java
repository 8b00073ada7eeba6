package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.console.feed.Board;
import io.clusterline.console.feed.JournalFollower;
import io.clusterline.console.trace.TraceExport;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.TraceParent;
import io.clusterline.messaging.JournalReader;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.telemetry.TraceIds;
import io.clusterline.testkit.OtlpReceiver;
import io.clusterline.testkit.OtlpReceiver.Received;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters are built while the worker dies once, each at another place of the build. A collector of
 * the test's own takes what the worker exports of its calls and what the console's exporter makes
 * of the journal; each build must be one whole trace there. Thirty places in a complete drill.
 */
class TracesAfterCrashesTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration EXPORT = Duration.ofSeconds(60);
  private static final int PLACES = 30;
  private static final int SAMPLED = 3;

  @TempDir Path folder;

  /**
   * @param place where the worker was to die
   * @param died a step that only reads has no effect to die before or after
   * @param planned the steps that its stages announced
   */
  private record Built(String place, boolean died, String build, Set<String> planned) {}

  @Test
  void givenWorkersThatDieWhenTheirBuildsAreReadyThenEachIsOneTraceWithEveryStepAndNoOrphan()
      throws IOException {
    DrillSize size = DrillSize.requested();
    try (OtlpReceiver collector = new OtlpReceiver();
        DrillLine drill = new DrillLine(TestBroker.uri())) {
      List<String> places = places(drill, size).sample(Integer.MAX_VALUE, size.seed()).places();
      List<Built> builds = new ArrayList<>();
      int deaths = size.of(PLACES, SAMPLED);
      for (int i = 0; builds.stream().filter(Built::died).count() < deaths; i++) {
        builds.add(build(drill, size, collector, places.get(i), i));
      }
      export(drill, collector, builds);
      builds.forEach(build -> assertIsWhole(build, collector.spans()));
    }
  }

  /** Of the layers above the accept stage, as a build without a crash has recorded their steps. */
  private HaltPlan places(DrillLine drill, DrillSize size) {
    String name = "drill-trace";
    WorkerSettings settings = drill.settings(folder.resolve("worlds"), false);
    try (Worker worker = new Worker(settings, folder.resolve("reference.log"))) {
      drill.request(cluster(size, name));
      drill.await(name, Phase.READY, LIMIT);
      assertThat(worker.deaths()).isZero();
    }
    Map<StageName, Collection<Address>> steps = new EnumMap<>(StageName.class);
    StageName.build()
        .forEach(stage -> steps.put(stage, drill.stages(name).ledger(stage).entries().keySet()));
    List<String> building = StageName.build().stream().map(stage -> stage + "|").toList();
    List<String> places =
        HaltPlan.complete(steps).places().stream()
            .filter(place -> building.stream().anyMatch(place::startsWith))
            .filter(place -> !place.startsWith(StageName.ACCEPT + "|"))
            .toList();
    assertThat(places)
        .hasSizeGreaterThan(PLACES)
        .anyMatch(one -> one.endsWith("|" + FailPoint.ACKED));
    return new HaltPlan(places);
  }

  private static Cluster cluster(DrillSize size, String name) {
    return SampleClusters.named(size.specification(), name);
  }

  private Built build(
      DrillLine drill, DrillSize size, OtlpReceiver collector, String place, int number)
      throws IOException {
    String name = "drill-trace-" + number;
    Path own = Files.createDirectory(folder.resolve(name));
    Path file = own.resolve("halt-points");
    new HaltPlan(List.of(place)).write(file);
    WorkerSettings settings =
        drill
            .settings(own.resolve("worlds"), false)
            .halting(file.toString())
            .tracedTo(collector.endpoint());
    try (Worker worker = new Worker(settings, own.resolve("log"))) {
      drill.request(cluster(size, name));
      String build = drill.await(name, Phase.READY, LIMIT).buildId();
      boolean died = HaltPlan.crashed(file).contains(place);
      awaitCallsOf(build, collector);
      return new Built(place, died, build, planned(drill, build));
    }
  }

  /** The worker exports once a second. */
  private static void awaitCallsOf(String build, OtlpReceiver collector) {
    String trace = TraceIds.ofBuild(build).trace();
    Wait.until("the worker has exported calls of " + build)
        .within(EXPORT)
        .poll(() -> {
          boolean some = collector.spans().stream().anyMatch(span -> span.traceId().equals(trace));
          return some ? Seen.yes(true) : Seen.notYet("none came");
        });
  }

  private static Set<String> planned(DrillLine drill, String build) {
    return History.read(drill.broker()).events().stream()
        .filter(event -> build.equals(event.correlationId()))
        .map(Event::data)
        .filter(StageStarted.class::isInstance)
        .flatMap(started -> ((StageStarted) started).steps().stream())
        .map(StageStarted.PlannedStep::step)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As the console does. */
  private static void export(DrillLine drill, OtlpReceiver collector, List<Built> builds) {
    Board board = new Board(Clock.systemUTC());
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(collector.endpoint()).build();
    try (JournalFollower follower =
            new JournalFollower(
                    offset -> JournalReader.open(drill.broker().toString(), offset), board)
                .start();
        TraceExport export = new TraceExport(board, exporter, Duration.ofHours(2)).start()) {
      Wait.until("each build's root has come, and its steps")
          .within(EXPORT)
          .poll(() -> {
            long whole = builds.stream().filter(one -> hasCome(one, collector)).count();
            return whole == builds.size() ? Seen.yes(whole) : Seen.notYet(whole + " came");
          });
    }
  }

  /** A stage beside the build may come after the root. */
  private static boolean hasCome(Built build, OtlpReceiver collector) {
    TraceParent root = TraceIds.ofBuild(build.build()).root();
    List<Received> spans =
        collector.spans().stream().filter(one -> one.traceId().equals(root.traceId())).toList();
    return spans.stream().anyMatch(span -> span.spanId().equals(root.spanId()))
        && spans.stream().map(Received::name).toList().containsAll(build.planned());
  }

  private static void assertIsWhole(Built build, List<Received> all) {
    String trace = TraceIds.ofBuild(build.build()).trace();
    List<Received> spans = all.stream().filter(span -> span.traceId().equals(trace)).toList();
    Map<String, Received> byId =
        spans.stream().collect(Collectors.toMap(Received::spanId, span -> span));
    assertThat(spans)
        .as("roots, %s", build.place())
        .filteredOn(span -> span.parentId().isEmpty())
        .hasSize(1);
    assertThat(spans)
        .as("orphans, %s", build.place())
        .filteredOn(span -> !span.parentId().isEmpty() && !byId.containsKey(span.parentId()))
        .isEmpty();
    assertThat(spans).extracting(Received::name).as(build.place()).containsAll(build.planned());
    List<Received> calls = spans.stream().filter(Received::isCall).toList();
    assertThat(calls).as("calls, %s", build.place()).isNotEmpty();
    assertThat(calls)
        .allSatisfy(call ->
            assertThat(byId.get(call.parentId()).attributes()).containsKey("clusterline.step"));
  }
}
