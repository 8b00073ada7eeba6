package io.clusterline.cli;

import io.clusterline.cli.demo.LatencyProfile;
import io.clusterline.cli.line.Installation;
import io.clusterline.spec.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description =
        "Builds a cluster in the sandbox on this machine, shows it, and removes everything again.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  enum Latency {
    NONE,
    FAST,
    AWS
  }

  /** Sources of Helm charts. */
  enum Charts {
    /** The specification's mirrors, else the stand-in charts. */
    AUTO,
    UPSTREAM,
    STANDIN
  }

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "the specification (default: deploy/clusters/eco2.yaml)")
  private @Nullable Path file;

  @Option(
      names = "--latency",
      defaultValue = "fast",
      paramLabel = "none|fast|aws",
      description =
          "how slow the sandbox is: not at all, a tenth of AWS, or as AWS (default: ${DEFAULT-VALUE})")
  private Latency latency = Latency.FAST;

  @Option(
      names = "--charts",
      defaultValue = "auto",
      paramLabel = "auto|upstream|standin",
      description = {
        "upstream: the real chart repositories, over the internet;",
        "standin: small charts of ours, same names and workloads;",
        "auto: what the specification's mirrors say, else standin (default)"
      })
  private Charts charts = Charts.AUTO;

  @Option(names = "--keep", description = "keep the cluster until Ctrl-C or ./clusterline down")
  private boolean keep;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Installation installation = Installation.fromSystemProperties();
    Path chosen = file == null ? installation.home().resolve("deploy/clusters/eco2.yaml") : file;
    Cluster cluster = SpecificationFile.read(chosen);
    Path profile = profile(installation);
    DemoPlan plan =
        new DemoPlan(
            cluster, profile, LatencyProfile.read(profile), charts == Charts.UPSTREAM, keep);
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    return new Demo(installation, plan, output, out, err).run();
  }

  private Path profile(Installation installation) {
    Path profile =
        installation
            .home()
            .resolve("sandbox/latency/" + latency.name().toLowerCase(Locale.ROOT) + ".json");
    if (!Files.exists(profile)) {
      throw new CliException(
          ExitCode.UNAVAILABLE, profile + " does not exist", "Check out the whole project.");
    }
    return profile;
  }
}
