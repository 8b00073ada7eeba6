package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.demo.AwsProfile;
import io.clusterline.cli.demo.BoundedSpecification;
import io.clusterline.cli.demo.MirroredSpecification;
import io.clusterline.cli.demo.SandboxProcess;
import io.clusterline.cli.line.AwsAccess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.cli.line.Mirrors;
import io.clusterline.cli.line.Runs;
import io.clusterline.cli.view.RefusalLines;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Refusal;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sandbox, line, init, apply, watch, summary, delete, down: each as the commands of those names do
 * it.
 */
final class Demo {

  private static final Duration CONSOLE_STARTS_WITHIN = Duration.ofSeconds(20);
  private static final TypeReference<Map<String, String>> DIGESTS = new TypeReference<>() {};

  private final Installation installation;
  private final DemoPlan plan;
  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock = Clock.systemUTC();
  private final long begin = System.nanoTime();
  private final StatusMessages notes = new StatusMessages(this::print);
  private volatile boolean ending;
  private volatile boolean over;

  Demo(
      Installation installation,
      DemoPlan plan,
      OutputOption output,
      PrintWriter out,
      PrintWriter err) {
    this.installation = installation;
    this.plan = plan;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  int run() throws IOException, InterruptedException {
    Path folder = new Runs(installation.cache(), clock).create();
    SandboxProcess sandbox =
        SandboxProcess.start(
            installation,
            folder,
            plan.profileFile(),
            plan.realCharts(),
            plan.aws(),
            plan.debian(),
            plan.zones());
    AwsAccess aws = sandbox.aws();
    LocalPipeline line =
        LocalPipeline.start(
            installation,
            folder,
            HoldCommand.givenBroker(),
            aws,
            new NotesListener(notes),
            plan.extras());
    Thread end = new Thread(() -> stopAll(line, sandbox, folder), "end the demo");
    Runtime.getRuntime().addShutdownHook(end);
    print("Starting the sandbox, the broker and the services. Their logs are in");
    print("  " + folder);
    try {
      int exitCode = build(sandbox, line, folder);
      over = true;
      return exitCode;
    } catch (IOException | RuntimeException e) {
      if (ending) { // the shutdown took away what we waited for
        return Interruption.BY_CTRL_C;
      }
      over = true;
      throw e;
    }
  }

  /**
   * Stops both at once: neither needs the other to end. The services' resources end with the
   * sandbox, so nothing is cleaned up before.
   */
  private void stopAll(LocalPipeline line, SandboxProcess sandbox, Path folder) {
    ending = true;
    notes.silence(); // how the services end now is no news
    if (!over) { // a signal came where nothing listens for it: at the start, or while all is kept
      print("");
      sayRemoved(folder);
    }
    DemoSummary.removeKubeconfig(folder);
    Thread first = Thread.startVirtualThread(sandbox::close);
    if (installation.recording()) {
      line.close();
    } else {
      line.kill();
    }
    try {
      first.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int build(SandboxProcess sandbox, LocalPipeline line, Path folder)
      throws IOException, InterruptedException {
    JsonNode addresses = sandbox.awaitReady();
    LocalLine.useStandIn(sandbox.awsEndpoint().toString(), sandbox.credentials());
    Cluster cluster = withBoundary(withMirrors(addresses, line));
    initialise(cluster);
    line.awaitFirst();
    if (plan.extras().console()) {
      line.awaitConsole(CONSOLE_STARTS_WITHIN);
      line.state().console().ifPresent(page -> notes.accept("The page is at " + page));
    }
    if (plan.extras().monitoring() != null) {
      Thread.startVirtualThread(() -> sayWhereMonitoringIs(line));
    }
    Duration start = Duration.ofNanos(System.nanoTime() - begin);
    DemoSummary summary = new DemoSummary(installation, plan, sandbox, line, folder, start);
    DemoConversation conversation =
        new DemoConversation(sandbox, line, notes, output, out, err, () -> ending);
    DemoRemoval removal = plan.deletes() ? new DemoRemoval(conversation, sandbox.control()) : null;
    Waiting.Result result =
        conversation.send(
            cluster.name(),
            ClusterRequested.of(SpecificationWriter.toTree(cluster)),
            id -> new DemoGoal(new BuildGoal(id, Optional.empty()), clock),
            screen -> new KubeconfigOnTime(screen, summary::writeKubeconfig));
    if (result.end() == Waiting.End.INTERRUPTED) {
      sayRemoved(folder);
      return result.exitCode();
    }
    Refusal refusal = result.view().refusal();
    if (refusal != null) {
      RefusalLines.of(refusal).forEach(this::print);
      return WaitPrinter.exitCode(refusal);
    }
    return finish(result.view(), summary, removal, folder);
  }

  /** The build goes on without it. */
  private void sayWhereMonitoringIs(LocalPipeline line) {
    try {
      line.awaitMonitoring();
      line.state()
          .monitoring()
          .forEach(tool -> notes.accept(tool.name() + " is at " + tool.address()));
    } catch (ClusterlineException e) {
      if (!ending) {
        notes.accept("No monitoring: " + e.getMessage());
        e.logTail().forEach(notes);
      }
    }
  }

  private int finish(
      ClusterView view, DemoSummary summary, @Nullable DemoRemoval removal, Path folder)
      throws IOException, InterruptedException {
    BuildView build = view.build();
    boolean ready = build.outcome() == BuildView.Outcome.READY;
    try {
      summary.writeKubeconfig(build);
    } catch (RuntimeException e) { // what became of the build is said in any case
      print("The kubeconfig could not be written: " + e.getMessage());
    }
    print(summary.lines(build));
    ObjectNode json = Json.MAPPER.valueToTree(summary.json(build));
    if (ready && removal != null) {
      return printRemoval(removal.run(view), json, folder);
    }
    printJson(json);
    if (plan.keepRunning()) {
      new CountDownLatch(1).await(); // until a signal ends us, and the shutdown hook the rest
    }
    return BuildPrinter.code(build);
  }

  private Cluster withMirrors(JsonNode addresses, LocalPipeline line) {
    if (plan.upstreamCharts()) {
      return plan.cluster();
    }
    Mirrors mirrors =
        new Mirrors(
            URI.create(addresses.path("charts").stringValue()),
            URI.create(addresses.path("manifests").stringValue()),
            Json.MAPPER.convertValue(addresses.path("digests"), DIGESTS));
    line.use(mirrors);
    return MirroredSpecification.of(plan.cluster(), mirrors);
  }

  private Cluster withBoundary(Cluster cluster) {
    return plan.aws().contains(AwsProfile.ENFORCED_IAM)
        ? BoundedSpecification.of(cluster, installation.home().resolve("docs/iam-boundary.json"))
        : cluster;
  }

  private static void initialise(Cluster cluster) {
    try (StateStore store = StateStore.open()) {
      store.initialise(ClusterLocation.of(cluster.spec().aws()));
    }
  }

  private int printRemoval(DemoRemoval.Result result, ObjectNode json, Path folder) {
    if (result.watched().end() == Waiting.End.INTERRUPTED) {
      sayRemoved(folder);
      return result.watched().exitCode();
    }
    Refusal refusal = result.watched().view().refusal();
    if (refusal != null) {
      print(RefusalLines.of(refusal));
    }
    print(result.lines());
    result.addTo(json);
    printJson(json);
    return result.isClean() ? ExitCode.DONE : ExitCode.BUILD_FAILED;
  }

  private void print(List<String> lines) {
    PrintWriter to = output.isJson() ? err : out;
    lines.forEach(to::println);
    to.flush();
  }

  private void printJson(ObjectNode json) {
    if (output.isJson()) {
      OutputOption.print(out, json);
    }
  }

  private void sayRemoved(Path folder) {
    notes.silence();
    print("Interrupted. The sandbox is removed, and the cluster with it; the logs stay in");
    print("  " + folder);
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}
