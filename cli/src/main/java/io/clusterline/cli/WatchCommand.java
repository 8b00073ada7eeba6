package io.clusterline.cli;

import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import java.io.IOException;
import java.io.PrintWriter;
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
    long historyEnd = History.newestOffset(uri);
    try (JournalReader journal = JournalReader.open(uri, "first");
        Interruption interruption = Interruption.listen()) {
      Waiting.Result result = watch(journal, historyEnd, ClusterView.of(name), interruption);
      int code = print(result);
      while (follow && result.end() == Waiting.End.REACHED) {
        result = watch(journal, Watcher.NO_HISTORY, result.view(), interruption);
        code = print(result);
      }
      return code;
    }
  }

  private Waiting.Result watch(
      JournalReader journal, long historyEnd, ClusterView before, Interruption interruption)
      throws IOException {
    Goal goal = new WatchGoal(uid, WatchGoal.id(before));
    return waiting().follow(journal, historyEnd, before, goal, interruption);
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
