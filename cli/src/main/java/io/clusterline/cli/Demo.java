package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.demo.MirroredSpecification;
import io.clusterline.cli.demo.SandboxProcess;
import io.clusterline.cli.line.AwsAccess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.cli.line.Mirrors;
import io.clusterline.cli.line.Runs;
import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.ClusterView;
import io.clusterline.cli.view.Refusal;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.JournalReader;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** Sandbox, line, init, apply, watch, summary, down: each as the commands of those names do it. */
final class Demo {

  private static final TypeReference<Map<String, String>> DIGESTS = new TypeReference<>() {};

  private final Installation installation;
  private final DemoPlan plan;
  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock = Clock.systemUTC();
  private final long begin = System.nanoTime();
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
    StatusMessages notes = new StatusMessages(this::print);
    SandboxProcess sandbox =
        SandboxProcess.start(installation, folder, plan.profileFile(), plan.realCharts());
    AwsAccess aws = sandbox.aws();
    LocalPipeline line =
        LocalPipeline.start(
            installation, folder, HoldCommand.givenBroker(), aws, new NotesListener(notes));
    Thread end = new Thread(() -> stopAll(line, sandbox, folder), "end the demo");
    Runtime.getRuntime().addShutdownHook(end);
    print("Starting the sandbox, the broker and the services. Their logs are in");
    print("  " + folder);
    try {
      int exitCode = build(sandbox, line, notes, folder);
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

  private int build(SandboxProcess sandbox, LocalPipeline line, StatusMessages notes, Path folder)
      throws IOException, InterruptedException {
    JsonNode addresses = sandbox.awaitReady();
    LocalLine.useStandIn(sandbox.awsEndpoint().toString(), sandbox.credentials());
    Cluster cluster = withMirrors(addresses, line);
    initialise(cluster);
    line.awaitFirst();
    Duration start = Duration.ofNanos(System.nanoTime() - begin);
    DemoSummary summary = new DemoSummary(installation, plan, sandbox, line, folder, start);
    Waiting.Result result = applyAndWatch(sandbox, line, notes, cluster, summary);
    if (result.end() == Waiting.End.INTERRUPTED) {
      sayRemoved(folder);
      return result.exitCode();
    }
    Refusal refusal = result.view().refusal();
    if (refusal != null) {
      refusal.lines().forEach(this::print);
      return WaitPrinter.exitCode(refusal);
    }
    return finish(result.view().build(), summary);
  }

  private int finish(BuildView build, DemoSummary summary) throws InterruptedException {
    try {
      summary.writeKubeconfig(build);
    } catch (RuntimeException e) { // what became of the build is said in any case
      print("The kubeconfig could not be written: " + e.getMessage());
    }
    print(summary, build);
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

  private static void initialise(Cluster cluster) {
    try (StateStore store = StateStore.open()) {
      store.initialise(ClusterLocation.of(cluster.spec().aws()));
    }
  }

  private Waiting.Result applyAndWatch(
      SandboxProcess sandbox,
      LocalPipeline line,
      StatusMessages notes,
      Cluster cluster,
      DemoSummary summary)
      throws IOException {
    String uri = line.broker().addresses();
    try (Requests requests = new Requests(uri, clock);
        JournalReader journal = JournalReader.open(uri, "next");
        Interruption interruption = Interruption.listen();
        Screen screen =
            new KubeconfigOnTime(Screens.choose(output, out, err), summary::writeKubeconfig)) {
      notes.showOn(screen);
      Event<?> request =
          requests.event(cluster.name(), ClusterRequested.of(SpecificationWriter.toTree(cluster)));
      requests.publish(request);
      ClusterView view =
          new Watcher(journal, Watcher.NO_HISTORY, screen, clock)
              .follow(
                  ClusterView.of(cluster.name()),
                  new BuildGoal(request.id(), Optional.empty()),
                  () -> !interruption.isInterrupted() && isAlive(sandbox, line));
      notes.showOn(Screen.NONE);
      Waiting.End end =
          interruption.isInterrupted() ? Waiting.End.INTERRUPTED : Waiting.End.REACHED;
      return new Waiting.Result(view, end, interruption.exitCode());
    }
  }

  /** Without a service or the sandbox the build would never end. */
  private boolean isAlive(SandboxProcess sandbox, LocalPipeline line) {
    if (ending) {
      return false;
    }
    if (!sandbox.isAlive()) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED,
          "the sandbox ended while the cluster was being built",
          sandbox.logTail(),
          null);
    }
    line.failIfDead();
    return true;
  }

  private void print(DemoSummary summary, BuildView build) {
    if (output.isJson()) {
      summary.lines(build).forEach(err::println);
      err.flush();
      OutputOption.print(out, summary.json(build));
    } else {
      summary.lines(build).forEach(out::println);
      out.flush();
    }
  }

  private void sayRemoved(Path folder) {
    print("Interrupted. The sandbox is removed, and the cluster with it; the logs stay in");
    print("  " + folder);
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}
