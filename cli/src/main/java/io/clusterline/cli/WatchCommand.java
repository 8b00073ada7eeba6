package io.clusterline.cli;

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
      description = "which cluster of that name, where several regions have one")
  private @Nullable String uid;

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
    JournalExcerpt excerpt = excerpt(uri);
    Past past = new Past(excerpt.entries(), new Projection());
    try (JournalReader journal = JournalReader.open(uri, excerpt.next());
        Interruption interruption = Interruption.listen()) {
      Waiting.Result result = watch(past, journal, ClusterView.of(name), interruption);
      int code = print(result);
      while (follow && result.end() == Waiting.End.REACHED) {
        result = watch(Past.unseen(past.projection()), journal, result.view(), interruption);
        code = print(result);
      }
      return code;
    }
  }

  /** Which region is meant is known only by the cluster's own events. */
  private JournalExcerpt excerpt(String uri) throws IOException {
    JournalExcerpt excerpt = JournalExcerpt.open(uri);
    if (uid != null) {
      excerpt.readAll();
    } else {
      PrintWriter unheard = new PrintWriter(Writer.nullWriter());
      new Excerpting(new Register(new LocationOption(), unheard), name).complete(excerpt);
    }
    return excerpt;
  }

  private Waiting.Result watch(
      Past past, JournalReader journal, ClusterView before, Interruption interruption)
      throws IOException {
    Goal goal = new WatchGoal(uid, WatchGoal.id(before));
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
