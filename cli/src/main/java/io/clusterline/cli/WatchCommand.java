package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.messaging.JournalReader;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = "Shows the newest build of a cluster until it is over.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    String uri = LocalLine.rabbitmqUri();
    long historyEnd = History.end(uri);
    try (JournalReader journal = JournalReader.open(uri, "first");
        Screen screen = Screens.choose(output, out, spec.commandLine().getErr())) {
      BuildView build =
          new Watcher(journal, historyEnd, screen, Clock.systemUTC())
              .follow(name, event -> true, () -> true);
      screen.close();
      return BuildEnd.print(build, output, out);
    }
  }
}
