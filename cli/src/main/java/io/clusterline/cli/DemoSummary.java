package io.clusterline.cli;

import io.clusterline.cli.demo.Kubectl;
import io.clusterline.cli.demo.NodeCount;
import io.clusterline.cli.demo.SandboxProcess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.cli.line.Memory;
import io.clusterline.cli.line.ServiceState;
import io.clusterline.cli.line.StandInCredentials;
import io.clusterline.cli.view.Text;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ControlPlane;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.process.PrivateFiles;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.CriticalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The summary at the end of a demo. */
final class DemoSummary {

  private static final String KUBECONFIG = "kubeconfig";

  private final Installation installation;
  private final DemoPlan plan;
  private final SandboxProcess sandbox;
  private final LocalPipeline line;
  private final Path folder;
  private final Duration start;

  DemoSummary(
      Installation installation,
      DemoPlan plan,
      SandboxProcess sandbox,
      LocalPipeline line,
      Path folder,
      Duration start) {
    this.installation = installation;
    this.plan = plan;
    this.sandbox = sandbox;
    this.line = line;
    this.folder = folder;
    this.start = start;
  }

  /** Beside the logs, for the owner alone; once, and not before the control plane has answered. */
  void writeKubeconfig(BuildView build) {
    ControlPlane controlPlane = build.controlPlane();
    ClusterLocation state = build.state();
    if (controlPlane != null && state != null && !hasKubeconfig()) {
      PrivateFiles.write(kubeconfig(), Kubeconfig.read(state, controlPlane.kubeconfig()).reveal());
    }
  }

  private Path kubeconfig() {
    return folder.resolve(KUBECONFIG);
  }

  /** Its cluster ends: nobody should take it for one that a demo holds. */
  static void removeKubeconfig(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(KUBECONFIG));
    } catch (IOException e) {
      // It stays among the logs, for the owner alone, and leads nowhere.
    }
  }

  private boolean hasKubeconfig() {
    return Files.exists(kubeconfig());
  }

  private Optional<NodeCount> nodes() {
    return hasKubeconfig() ? new Kubectl(installation, kubeconfig()).nodes() : Optional.empty();
  }

  ResultJson json(BuildView build) {
    ResultJson told = ResultJson.of(build, installation.setup(), plan.lowerBound());
    ResultJson result = nodes().map(told::withNodes).orElse(told);
    return plan.keepRunning()
        ? result.reachableAt(
            hasKubeconfig() ? kubeconfig() : null,
            BrokerAddress.parse(line.broker().addresses()),
            LineState.rabbitmqUriFile(folder),
            sandbox.awsEndpoint().toString())
        : result;
  }

  List<String> lines(BuildView build) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (hasKubeconfig()) {
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
    List<String> lines = new ArrayList<>();
    lines.add(
        "Setup took %s, starting sandbox and services %s, the build %s."
            .formatted(
                Text.seconds(installation.setup()),
                Text.seconds(start),
                Text.seconds(build.elapsed(Instant.now()))));
    lines.addAll(bounds(build));
    return lines;
  }

  /** Lower bounds of the build's time: with these steps, and with any. */
  private List<String> bounds(BuildView build) {
    Duration makespan = build.elapsed(Instant.now());
    Duration critical = CriticalPath.length(CriticalPath.of(build));
    return List.of(
        "That is %s times the critical path of its measured steps (%s),"
            .formatted(ratio(makespan, critical), Text.seconds(critical)),
        "and %s times the floor (%s): the waits that profile '%s' forces."
            .formatted(
                ratio(makespan, plan.lowerBound()),
                Text.seconds(plan.lowerBound()),
                plan.profile().name()));
  }

  /** A dash when there is nothing to compare with. */
  private static String ratio(Duration whole, Duration part) {
    return part.isZero()
        ? "–"
        : String.format(Locale.ROOT, "%.2f", (double) whole.toMillis() / part.toMillis());
  }

  private List<String> memory() {
    LineState state = line.state();
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
    if (plan.deletes() && build.outcome() == BuildView.Outcome.READY) {
      return List.of("Now it is deleted again; the logs stay in", "  " + folder);
    }
    if (!plan.keepRunning()) {
      return List.of(
          "Everything is removed now; the logs stay in",
          "  " + folder,
          "To look around in the cluster: ./clusterline demo --keep");
    }
    List<String> lines = new ArrayList<>();
    lines.add("All of it runs until Ctrl-C here or './clusterline down'. To look around:");
    if (hasKubeconfig()) {
      lines.add("  ./clusterline kubectl get pods -A   what runs in it");
    }
    lines.add("  ./clusterline events %-14s what happened".formatted(build.cluster()));
    lines.add("  ./clusterline apply -f FILE         change it, or build another one beside it");
    lines.add("  ./clusterline status                processes, logs, addresses");
    if (hasKubeconfig()) {
      lines.add("  kubectl --kubeconfig " + kubeconfig() + " get nodes");
    }
    lines.add(
        "  AWS_SHARED_CREDENTIALS_FILE=%s aws --endpoint-url %s ec2 describe-instances"
            .formatted(folder.resolve(StandInCredentials.FILE), sandbox.awsEndpoint()));
    lines.add("  logs: " + folder);
    return lines;
  }
}
