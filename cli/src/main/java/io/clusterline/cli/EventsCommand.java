package io.clusterline.cli;

import io.clusterline.cli.view.PlainLines;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.ClusterViews;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "events",
    description = "Prints what the journal holds of a cluster, oldest first.",
    mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--follow", description = "go on with what happens")
  private boolean follow;

  @Mixin private LocationOption where = new LocationOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    String uri = LocalLine.rabbitmqUri();
    long end = History.newestOffset(uri);
    List<Event<?>> past = past(uri, end);
    ClusterFilter filter = new ClusterFilter(null, location(past));
    past.forEach(event -> print(event, filter));
    if (follow) {
      follow(uri, end + 1, filter);
    }
    return ExitCode.DONE;
  }

  /** What the journal holds of the name. */
  private List<Event<?>> past(String uri, long end) throws IOException {
    List<Event<?>> past = new ArrayList<>();
    History.readTo(
        uri,
        end,
        entry -> {
          if (entry.event().subject().equals(name)) {
            past.add(entry.event());
          }
        });
    return past;
  }

  /**
   * @throws CliException when several clusters have, or had, the name
   */
  private Optional<ClusterLocation> location(List<Event<?>> past) {
    ClusterViews views = new ClusterViews();
    past.forEach(views::add);
    List<@Nullable ClusterLocation> locations =
        views.all().stream().map(ClusterView::location).filter(where::covers).distinct().toList();
    if (locations.size() > 1) {
      throw Clusters.ambiguous(name, locations);
    }
    return where.location();
  }

  private void follow(String uri, long next, ClusterFilter filter) throws IOException {
    try (JournalReader journal = JournalReader.open(uri, next)) {
      while (!Thread.currentThread().isInterrupted()) {
        journal
            .next(PATIENCE)
            .filter(entry -> entry.event().subject().equals(name))
            .ifPresent(entry -> print(entry.event(), filter));
      }
    }
  }

  private void print(Event<?> event, ClusterFilter filter) {
    if (filter.concerns(event)) {
      PrintWriter out = spec.commandLine().getOut();
      line(event).ifPresent(out::println);
      out.flush();
    }
  }

  /** With {@code -o json} every event as it travelled. */
  private Optional<String> line(Event<?> event) {
    return output.isJson()
        ? Optional.of(new String(CloudEventCodec.encode(event), StandardCharsets.UTF_8))
        : new PlainLines(null).line(event);
  }
}
