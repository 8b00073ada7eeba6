package io.clusterline.cli;

import io.clusterline.cli.demo.Kubectl;
import io.clusterline.cli.demo.SandboxProcess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.cli.line.Memory;
import io.clusterline.cli.line.ServiceState;
import io.clusterline.cli.line.StandInCredentials;
import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.CriticalPath;
import io.clusterline.cli.view.Text;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ControlPlane;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.process.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary at the end of a demo. */
final class DemoSummary {

  private final Installation installation;
  private final DemoPlan plan;
  private final SandboxProcess sandbox;
  private final LocalPipeline pipeline;
  private final Path folder;
  private final Duration start;

  DemoSummary(
      Installation installation,
      DemoPlan plan,
      SandboxProcess sandbox,
      LocalPipeline pipeline,
      Path folder,
      Duration start) {
    this.installation = installation;
    this.plan = plan;
    this.sandbox = sandbox;
    this.pipeline = pipeline;
    this.folder = folder;
    this.start = start;
  }

  /** Beside the logs, for the owner alone. */
  void writeKubeconfig(BuildView build) {
    ControlPlane controlPlane = build.controlPlane();
    ClusterLocation state = build.state();
    if (controlPlane != null && state != null) {
      PrivateFiles.write(kubeconfig(), Kubeconfig.read(state, controlPlane.kubeconfig()).reveal());
    }
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  ResultJson json(BuildView build) {
    ResultJson result = ResultJson.of(build, installation.setup(), plan.lowerBound());
    return plan.keepRunning()
        ? result.reachableAt(
            kubeconfig(),
            BrokerAddress.parse(pipeline.broker().addresses()),
            LineState.rabbitmqUriFile(folder),
            sandbox.awsEndpoint().toString())
        : result;
  }

  List<String> lines(BuildView build) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (Files.exists(kubeconfig())) {
      lines.add("$ kubectl get nodes");
      lines.addAll(new Kubectl(installation, kubeconfig()).run("get", "nodes"));
      lines.add("");
    }
    lines.addAll(BuildReport.lines(build));
    lines.add("");
    lines.addAll(times(build));
    lines.add("");
    lines.addAll(memory());
    lines.add("");
    lines.addAll(nextCommands(build));
    return lines;
  }

  private List<String> times(BuildView build) {
    return List.of(
        "Setup took %s, starting sandbox and services %s, the build %s."
            .formatted(
                Text.seconds(installation.setup()),
                Text.seconds(start),
                Text.seconds(build.elapsed(Instant.now()))),
        bounds(build));
  }

  /** Lower bounds of the build's time: with these steps, and with any. */
  private String bounds(BuildView build) {
    Duration makespan = build.elapsed(Instant.now());
    Duration critical = CriticalPath.length(CriticalPath.of(build));
    return "That is %s times the critical path of its measured steps (%s), and %s times the floor (%s): the waits that profile '%s' forces."
        .formatted(
            ratio(makespan, critical),
            Text.seconds(critical),
            ratio(makespan, plan.lowerBound()),
            Text.seconds(plan.lowerBound()),
            plan.profile().name());
  }

  /** A dash when there is no value to compare with. */
  private static String ratio(Duration whole, Duration part) {
    return part.isZero()
        ? "–"
        : String.format(Locale.ROOT, "%.2f", (double) whole.toMillis() / part.toMillis());
  }

  private List<String> memory() {
    LineState state = pipeline.state();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PROCESS", "MEMORY"));
    long services = 0;
    for (ServiceState service : state.services()) {
      long bytes = Memory.of(service.pid());
      services += bytes;
      rows.add(List.of(service.name(), Text.megabytes(bytes)));
    }
    rows.add(List.of("the four services together", Text.megabytes(services)));
    rows.add(List.of("sandbox, with all machines", Text.megabytes(sandbox.memory())));
    return Text.table(rows);
  }

  private List<String> nextCommands(BuildView build) {
    if (!plan.keepRunning()) {
      return List.of(
          "Everything is removed now; the logs stay in " + folder + ".",
          "To look around in the cluster: ./clusterline demo --keep");
    }
    return List.of(
        "The cluster runs until Ctrl-C here, or './clusterline down' elsewhere. To look around:",
        "  ./clusterline kubectl get pods -A          or your own kubectl with --kubeconfig "
            + kubeconfig(),
        "  ./clusterline events " + build.cluster() + "                 what happened",
        "  ./clusterline apply -f FILE                change it, or build a second cluster beside it",
        "  ./clusterline status                       processes, logs, addresses",
        "  AWS_SHARED_CREDENTIALS_FILE="
            + folder.resolve(StandInCredentials.FILE)
            + " aws --endpoint-url "
            + sandbox.awsEndpoint()
            + " ec2 describe-instances",
        "  logs: " + folder);
  }
}
