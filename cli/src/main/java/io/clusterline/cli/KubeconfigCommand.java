package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ControlPlane;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    BuildView build = ClusterViews.known(LocalLine.rabbitmqUri(), name).build();
    ControlPlane controlPlane = build.controlPlane();
    ClusterLocation state = build.state();
    if (controlPlane == null || state == null) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "the control plane of '" + name + "' does not answer yet",
          "See './clusterline watch " + name + "'.");
    }
    LocalLine.useItsAws();
    spec.commandLine().getOut().print(Kubeconfig.read(state, controlPlane.kubeconfig()).reveal());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
