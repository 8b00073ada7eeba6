package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.ClusterView;
import io.clusterline.cli.view.RemovalView;
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
    description = "Shows the newest build, or removal, of a cluster until it is over.",
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
    ClusterView known = ClusterViews.read(uri).getOrDefault(name, ClusterView.of(name));
    boolean removing = known.isRemoval();
    long historyEnd = History.end(uri);
    try (JournalReader journal = JournalReader.open(uri, "first");
        Screen screen = Screens.choose(output, out, spec.commandLine().getErr())) {
      Watcher watcher = new Watcher(journal, historyEnd, screen, Clock.systemUTC());
      return removing ? removal(watcher, screen) : build(watcher, screen);
    }
  }

  private int build(Watcher watcher, Screen screen) throws IOException {
    BuildView build = watcher.follow(BuildView.of(name), event -> true, () -> true);
    screen.close();
    return BuildPrinter.print(build, output, spec.commandLine().getOut());
  }

  private int removal(Watcher watcher, Screen screen) throws IOException {
    RemovalView removal = watcher.follow(RemovalView.of(name), event -> true, () -> true);
    screen.close();
    return RemovalPrinter.print(removal, output, spec.commandLine().getOut());
  }
}
