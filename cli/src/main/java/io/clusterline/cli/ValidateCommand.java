package io.clusterline.cli;

import io.clusterline.cli.view.FailureReport;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.FittingEvents;
import io.clusterline.messaging.BrokerLimits;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.spec.SpecificationWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = "Checks the specification in FILE; needs neither a broker nor AWS.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "the specification (kind: Cluster), YAML or JSON; - reads standard input")
  private Path file = Path.of("-");

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** For machines. */
  record Result(boolean valid, @Nullable String cluster, List<Finding> findings) {}

  @Override
  public Integer call() {
    try {
      Cluster cluster = SpecificationFile.read(file);
      requireFitting(cluster);
      print(new Result(true, cluster.name(), List.of()));
      return ExitCode.DONE;
    } catch (InvalidSpecificationException e) {
      print(new Result(false, null, e.findings()));
      return ExitCode.INVALID_SPECIFICATION;
    }
  }

  /**
   * @throws io.clusterline.failure.ClusterlineException {@code MESSAGE_TOO_LARGE}
   */
  private static void requireFitting(Cluster cluster) {
    ClusterRequested request = ClusterRequested.of(SpecificationWriter.toTree(cluster));
    FittingEvents.shortenToFit(
        Requests.event(cluster.name(), request, Clock.systemUTC()), BrokerLimits.LARGEST_REQUEST);
  }

  private void print(Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.print(out, result);
    } else if (result.valid()) {
      out.println(file + ": the specification of cluster " + result.cluster() + " is valid.");
    } else {
      out.println(file + ": " + FailureReport.problems(result.findings().size()));
      FailureReport.findings(result.findings()).forEach(out::println);
    }
    out.flush();
  }
}
