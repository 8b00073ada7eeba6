package io.clusterline.cli.line;

import static java.time.Duration.ofSeconds;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records an AOT cache of a service's start for its later starts. */
public final class AotTraining {

  private final Installation installation;
  private final Path folder;
  private final Map<String, String> environment;

  public AotTraining(Installation installation, Path folder, URI broker) {
    this.installation = installation.forRecording();
    this.folder = folder;
    // No server listens there: a service that only starts makes no call to AWS.
    AwsAccess aws =
        AwsAccess.standIn(
            URI.create("http://127.0.0.1:9"), StandInCredentials.generate(), System.getenv());
    this.environment = new HashMap<>(aws.environment());
    environment.put("CLUSTERLINE_RABBITMQ_URI", broker.toString());
  }

  /** The result, in one line. A failure only costs speed. */
  public String train(String service) {
    long begin = System.nanoTime();
    int port = FreePort.unique();
    environment.put("CLUSTERLINE_PORT", Integer.toString(port));
    Path cache = installation.applications().resolve(service).resolve(service + ".aot");
    List<String> command = installation.java(service, List.of());
    Child child =
        Spawner.start(new Launch(service, command, environment, folder.resolve(service + ".log")));
    try {
      awaitUp(child, URI.create("http://127.0.0.1:" + port + "/actuator/health"));
    } catch (ClusterlineException e) {
      child.kill();
      return service + ": no AOT cache, it starts slower: " + e.getMessage();
    }
    child.stop(installation.stopTimeout()); // it writes the cache on its way out
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return service
        + (Files.exists(cache) ? ": trained in " : ": no AOT cache after ")
        + took.toSeconds()
        + " s";
  }

  /**
   * The command line itself, by a command that reads the journal which the services have declared.
   */
  public String trainCli() {
    Path cache = installation.applications().resolve("cli").resolve("cli.aot");
    List<String> command = new ArrayList<>(installation.java("cli", List.of()));
    command.add("get");
    Child child = Spawner.start(new Launch("cli", command, environment, folder.resolve("cli.log")));
    try {
      child.awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Files.exists(cache) ? "cli: trained" : "cli: no AOT cache, it starts slower";
  }

  private static void awaitUp(Child child, URI health) {
    Wait.until(child.name() + " is up")
        .within(ofSeconds(90))
        .poll(() -> child.isAlive() ? Health.check(health) : Seen.notYet(child.describeExit()));
  }
}
