package io.clusterline.cli;

import io.clusterline.messaging.JournalReader;
import java.io.IOException;
import java.io.PrintWriter;
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
    name = "get",
    description = {
      "Shows how clusters stand: all of them, or one with what was built and where the time went.",
      "The state stores of the known accounts and regions say what exists: those of the journal, of",
      "AWS_REGION or AWS's configuration, or of -f or --region."
    },
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "the cluster")
  private @Nullable String name;

  @Option(names = "--follow", description = "print each change from now on, until Ctrl-C")
  private boolean follow;

  @Mixin private LocationOption where = new LocationOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Optional<String> uri = uri();
    PrintWriter err = spec.commandLine().getErr();
    if (follow) {
      return follow(uri.orElseThrow(LocalLine::notRunning), err);
    }
    Clusters clusters = Clusters.read(uri, name, where, err);
    ClusterPrinter printer = new ClusterPrinter(output, spec.commandLine().getOut());
    if (name == null) {
      printer.all(clusters.all());
    } else {
      KnownCluster cluster = clusters.named(name);
      printer.one(cluster, clusters.history(cluster));
    }
    return ExitCode.DONE;
  }

  /** With a location that is named, the state store alone will do. */
  private Optional<String> uri() {
    Optional<String> known = LocalLine.knownRabbitmqUri();
    if (known.isEmpty() && where.location().isEmpty()) {
      throw LocalLine.notRunning();
    }
    return known;
  }

  private int follow(String uri, PrintWriter err) throws IOException {
    long end = History.newestOffset(uri);
    try (JournalReader journal = JournalReader.open(uri, "first");
        Interruption interruption = Interruption.listen()) {
      new ChangeFollower(name, new Register(where, err), output, spec.commandLine().getOut())
          .follow(journal, end, () -> !interruption.isInterrupted());
      return interruption.exitCode();
    }
  }
}
