package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.state.StateStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes the state bucket, once per account and region.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  /** The location: from a specification, or the region alone. */
  static final class Where {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "the specification of a cluster that shall stand there")
    private @Nullable Path file;

    @Option(
        names = "--region",
        paramLabel = "REGION",
        description = "in the account of the credentials")
    private @Nullable String region;

    ClusterLocation location() {
      return file != null
          ? ClusterLocation.of(SpecificationFile.read(file).spec().aws())
          : new ClusterLocation(null, String.valueOf(region));
    }
  }

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ClusterLocation location = where.location();
    LocalLine.useAwsOfPipeline();
    try (StateStore store = StateStore.open()) {
      String what = store.initialise(location);
      if (output.isJson()) {
        OutputOption.print(
            spec.commandLine().getOut(), Map.of("region", location.region(), "state", what));
      } else {
        spec.commandLine().getOut().println(what);
      }
    }
    return ExitCode.DONE;
  }
}
