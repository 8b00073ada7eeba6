package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Projection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
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
    name = "watch",
    description = "Shows the newest build, or removal, of a cluster until it is over.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--follow", description = "then go on with the next one, until Ctrl-C")
  private boolean follow;

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "which cluster of that name, also one that was deleted")
  private @Nullable String uid;

  @Mixin private LocationOption where = new LocationOption();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "watch at most so long, such as 90s, 15m or 1h30m; exit code 75 then")
  private @Nullable Duration timeout;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    String uri = LocalLine.rabbitmqUri();
    JournalExcerpt excerpt = JournalExcerpt.open(uri);
    ClusterFilter filter = new ClusterFilter(uid, location(excerpt));
    Past past = new Past(excerpt.entries(), new Projection());
    try (JournalReader journal = JournalReader.open(uri, excerpt.next());
        Interruption interruption = Interruption.listen()) {
      Waiting.Result result = watch(past, journal, ClusterView.of(name), filter, interruption);
      int code = print(result);
      while (follow && result.end() == Waiting.End.REACHED) {
        Past seen = Past.unseen(past.projection());
        result = watch(seen, journal, result.view(), filter, interruption);
        code = print(result);
      }
      return code;
    }
  }

  /** Reads what is needed to know which cluster is meant, and to show it. */
  private Optional<ClusterLocation> location(JournalExcerpt excerpt) throws IOException {
    if (uid != null) {
      excerpt.readAll();
      return excerpt.projection().clusters().stream()
          .filter(cluster -> uid.equals(cluster.uid()))
          .findFirst()
          .map(ClusterView::location);
    }
    Register register = new Register(where, new PrintWriter(Writer.nullWriter()));
    new Excerpting(register, name).complete(excerpt);
    return Clusters.of(register, excerpt.projection())
        .find(name)
        .map(KnownCluster::location)
        .or(where::location);
  }

  private Waiting.Result watch(
      Past past,
      JournalReader journal,
      ClusterView before,
      ClusterFilter filter,
      Interruption interruption)
      throws IOException {
    Goal goal = new WatchGoal(filter, WatchGoal.id(before));
    return waiting().follow(past, journal, before, goal, interruption);
  }

  private Waiting waiting() {
    PrintWriter err = spec.commandLine().getErr();
    return new Waiting(output, spec.commandLine().getOut(), err, Optional.ofNullable(timeout));
  }

  private int print(Waiting.Result result) {
    PrintWriter err = spec.commandLine().getErr();
    return new WaitPrinter(output, spec.commandLine().getOut(), err)
        .print(result, Subject.of(result.view()));
  }
}
