package io.clusterline.cli;

import io.clusterline.cli.line.Installation;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.ClusterDocuments;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Projection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "Writes the page of a cluster's newest build, or removal, as one HTML file that needs nothing",
      "else: for an issue, a mail, or the archive."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "where to write it (default: NAME.html)")
  private @Nullable Path target;

  @Mixin private LocationOption where = new LocationOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Projection projection = new Projection();
    History.readEntries(
        LocalLine.rabbitmqUri(), entry -> projection.add(entry.offset(), entry.event()));
    ClusterDocument cluster =
        new ClusterDocuments(projection).document(find(projection), Instant.now());
    Path written = target == null ? Path.of(name + ".html") : target;
    Files.writeString(written, ReportPage.of(Installation.fromSystemProperties(), cluster));
    print(written);
    return ExitCode.DONE;
  }

  private void print(Path written) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.print(out, Map.of("written", written.toString()));
    } else {
      out.println("Written: " + written);
    }
  }

  private ClusterView find(Projection projection) {
    List<ClusterView> found =
        projection.clusters().stream()
            .filter(cluster -> cluster.name().equals(name) && where.covers(cluster.location()))
            .toList();
    if (found.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "The journal knows no cluster \"" + name + "\".",
          "See ./clusterline get. The journal holds what happened in the last 30 days.");
    }
    if (found.size() > 1) {
      throw Clusters.ambiguous(name, found.stream().map(ClusterView::location).toList());
    }
    return found.getFirst();
  }
}
