package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ControlPlane;
import io.clusterline.projection.BuildView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "kubeconfig",
    description = "Prints the administrator's kubeconfig of a cluster: a secret, keep it as one.",
    mixinStandardHelpOptions = true)
final class KubeconfigCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Mixin private LocationOption where = new LocationOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Optional<String> uri = Optional.of(LocalLine.rabbitmqUri());
    BuildView build = Clusters.read(uri, name, where, err).named(name).journal().build();
    ControlPlane controlPlane = build.controlPlane();
    ClusterLocation state = build.state();
    if (controlPlane == null || state == null) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "the control plane of '" + name + "' has not answered yet",
          "See './clusterline watch " + name + "'.");
    }
    LocalLine.useAwsOfPipeline();
    print(Kubeconfig.read(state, controlPlane.kubeconfig()).reveal());
    return ExitCode.DONE;
  }

  private void print(String kubeconfig) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.print(out, Map.of("cluster", name, "kubeconfig", kubeconfig));
    } else {
      out.print(kubeconfig);
      out.flush();
    }
  }
}
