package io.clusterline.cli;

import io.clusterline.cli.demo.AwsProfile;
import io.clusterline.cli.demo.DebianHosts;
import io.clusterline.cli.demo.LatencyProfile;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LineExtras;
import io.clusterline.spec.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  enum Hosts {
    LIGHT,
    DEBIAN
  }

  enum Latency {
    NONE,
    FAST,
    AWS
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
      paramLabel = "auto|upstream|DIR",
      description = {
        "DIR: a folder with the real charts (NAME or NAME-VERSION.tgz of each) and calico.yaml;",
        "upstream: the real chart repositories, over the internet;",
        "auto: what the specification's mirrors say, else small charts of ours (default)"
      })
  private String charts = "auto";

  @Option(
      names = "--console",
      description = "run the console as well and print the address of its page")
  private boolean console;

  @Option(
      names = "--aws",
      split = ",",
      converter = AwsProfileConverter.class,
      paramLabel = "eventual|enforced-iam|new-account",
      description = {
        "how strict the sandbox's AWS is; several with commas between them:",
        "eventual: nothing is known at once;",
        "enforced-iam: Clusterline has docs/iam-policy.json and nothing else;",
        "new-account: the quotas and regions of a new account"
      })
  private List<AwsProfile> aws = List.of();

  @Option(
      names = "--delete",
      description = "then delete the cluster as 'delete' does, and look for what is left in AWS")
  private boolean delete;

  @Option(
      names = "--hosts",
      defaultValue = "light",
      paramLabel = "light|debian",
      description = {
        "light: each machine is a set of namespaces, its apt and systemd pretend (default);",
        "debian: real Debian machines, about 0.5 GB each: systemd, cloud-init, apt, sshd;",
        "containers are pretended on both. Where they cannot be made, the machines are light"
      })
  private Hosts hosts = Hosts.LIGHT;

  @Option(names = "--keep", description = "keep the cluster until Ctrl-C or ./clusterline down")
  private boolean keep;

  @Mixin private MonitoringOption monitoring = new MonitoringOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (delete && keep) {
      throw new CliException(
          ExitCode.USAGE, "--delete and --keep exclude each other", "Leave out one of them.");
    }
    LineExtras extras = LineExtras.of(console, monitoring.plan());
    Installation installation = Installation.fromSystemProperties();
    Path chosen = file == null ? installation.home().resolve("deploy/clusters/eco2.yaml") : file;
    Cluster cluster = SpecificationFile.read(chosen);
    Path profile = profile(installation);
    DemoPlan plan =
        new DemoPlan(
            cluster,
            profile,
            LatencyProfile.read(profile),
            charts.equals("upstream"),
            realCharts(),
            Set.copyOf(aws),
            delete,
            debian(),
            keep,
            extras);
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    return new Demo(installation, plan, output, out, err).run();
  }

  /** Null, and a sentence about why, where they were asked for and cannot be had. */
  private @Nullable Path debian() {
    if (hosts == Hosts.LIGHT) {
      return null;
    }
    DebianHosts debian = DebianHosts.fromSystemProperties();
    debian.missing().ifPresent(spec.commandLine().getErr()::println);
    return debian.home();
  }

  private @Nullable Path realCharts() {
    if (List.of("auto", "upstream", "standin").contains(charts)) {
      return null;
    }
    Path folder = Path.of(charts);
    if (!Files.isDirectory(folder)) {
      throw new CliException(
          ExitCode.USAGE,
          "--charts=" + charts + " is no folder",
          "Name a folder with the real charts, or leave the option out.");
    }
    return folder;
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
