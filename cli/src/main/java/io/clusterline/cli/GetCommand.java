package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "get",
    description =
        "Says how clusters stand: all of them, or one with what was built and where the time went.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "the cluster")
  private @Nullable String name;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, BuildView> builds = Builds.read(LocalLine.rabbitmqUri());
    if (name == null) {
      all(builds, out);
      return ExitCode.DONE;
    }
    BuildView build = builds.get(name);
    if (build == null) {
      throw new CliException(
          ExitCode.USAGE,
          "the journal knows no cluster '" + name + "'",
          "See './clusterline get'.");
    }
    one(build, out);
    return ExitCode.DONE;
  }

  private void one(BuildView build, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.print(out, ResultJson.of(build));
    } else {
      Text.table(List.of(header(), row(build))).forEach(out::println);
      out.println();
      BuildReport.lines(build).forEach(out::println);
    }
  }

  private void all(Map<String, BuildView> builds, PrintWriter out) {
    if (output.isJson()) {
      builds.forEach((cluster, build) ->
          OutputOption.print(out, Map.of("cluster", cluster, "build", ResultJson.of(build))));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    builds.values().forEach(build -> rows.add(row(build)));
    Text.table(rows).forEach(out::println);
  }

  private static List<String> header() {
    return List.of("CLUSTER", "GENERATION", "OUTCOME", "STAGE", "ELAPSED");
  }

  private static List<String> row(BuildView build) {
    String stage =
        build.stages().values().stream()
            .filter(each -> each.isRunning() || each.hasFailed())
            .map(each -> each.name().toString())
            .reduce((first, second) -> first + "," + second)
            .orElse("-");
    return List.of(
        build.cluster(),
        Long.toString(build.generation()),
        build.outcome().toString().toLowerCase(java.util.Locale.ROOT),
        stage,
        Text.clock(build.elapsed(Instant.now())));
  }
}
