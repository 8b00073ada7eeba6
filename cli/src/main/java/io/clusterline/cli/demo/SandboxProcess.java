package io.clusterline.cli.demo;

import static java.util.stream.Collectors.joining;

import io.clusterline.Json;
import io.clusterline.cli.line.AwsAccess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.Memory;
import io.clusterline.cli.line.StandInCredentials;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sandbox, as the process that holds all of it. */
public final class SandboxProcess implements AutoCloseable {

  /** The variable by which the sandbox is given the key of its AWS: arguments are seen by all. */
  private static final String SANDBOX_KEY = "CLUSTERLINE_SANDBOX_KEY";

  /** The variable of the access key of the services, where that is another one. */
  private static final String PIPELINE_KEY = "CLUSTERLINE_SANDBOX_PIPELINE_KEY";

  private final Duration limit;
  private final Child process;
  private final URI awsEndpoint;
  private final StandInCredentials root;
  private final StandInCredentials credentials;

  private SandboxProcess(
      Child process,
      Duration limit,
      URI awsEndpoint,
      StandInCredentials root,
      StandInCredentials credentials) {
    this.limit = limit;
    this.process = process;
    this.awsEndpoint = awsEndpoint;
    this.root = root;
    this.credentials = credentials;
  }

  /**
   * Starts it; its AWS has its address at once, and answers when it is ready.
   *
   * @param charts a folder of real charts; null: the stand-ins
   * @param profiles how strict its AWS is
   * @param debian what real Debian machines are booted from; null: light hosts
   * @param zones domains whose hosted zones its account has
   */
  public static SandboxProcess start(
      Installation installation,
      Path folder,
      Path latency,
      @Nullable Path charts,
      Set<AwsProfile> profiles,
      @Nullable Path debian,
      List<String> zones) {
    int port = FreePort.unique();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    List<String> command = new ArrayList<>(installation.java("sandbox", List.of()));
    command.add("--sources=" + installation.home().resolve("sandbox"));
    command.add("--dir=" + folder);
    command.add("--latency=" + latency);
    command.add("--python=" + installation.awsPython());
    command.add("--node=" + installation.node());
    command.add("--aws-port=" + port);
    if (charts != null) {
      command.add("--charts=" + charts.toAbsolutePath());
    }
    if (!profiles.isEmpty()) {
      command.add(
          "--aws-profiles=" + profiles.stream().map(AwsProfile::toString).collect(joining(",")));
    }
    if (debian != null) {
      command.add("--debian=" + debian);
    }
    if (!zones.isEmpty()) {
      command.add("--zones=" + String.join(",", zones));
    }
    StandInCredentials root = StandInCredentials.generate();
    boolean enforced = profiles.contains(AwsProfile.ENFORCED_IAM);
    StandInCredentials credentials = enforced ? StandInCredentials.generate() : root;
    credentials.write(folder);
    Map<String, String> environment =
        new HashMap<>(AwsAccess.standIn(endpoint, root, System.getenv()).environment());
    environment.put(SANDBOX_KEY, root.accessKey());
    environment.put(PIPELINE_KEY, credentials.accessKey());
    Launch launch = new Launch("sandbox", command, environment, folder.resolve("sandbox.log"));
    return new SandboxProcess(
        Spawner.startReadable(launch), installation.stopTimeout(), endpoint, root, credentials);
  }

  public URI awsEndpoint() {
    return awsEndpoint;
  }

  /** Access of the services to the sandbox's AWS. */
  public AwsAccess aws() {
    return AwsAccess.standIn(awsEndpoint, credentials, System.getenv());
  }

  /** As the owner of the account, whatever the services may do. */
  public StandInControl control() {
    return new StandInControl(awsEndpoint, root);
  }

  /** Those of the services: the owner's unless IAM is enforced. */
  public StandInCredentials credentials() {
    return credentials;
  }

  /** Its ready line: where everything is. */
  public JsonNode awaitReady() {
    try {
      String line = process.output().readLine();
      if (line == null) {
        throw new ClusterlineException(
            ErrorCode.UNEXPECTED,
            "the sandbox ended before it was ready",
            process.logTail(20),
            null);
      }
      return Json.MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot be read", e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public List<String> logTail() {
    return process.logTail(20);
  }

  /** Of everything in it: stand-ins, machines, the cluster. */
  public long memory() {
    return ProcessHandle.of(process.pid())
            .map(root -> root.descendants().mapToLong(each -> Memory.of(each.pid())).sum())
            .orElse(0L)
        + Memory.of(process.pid());
  }

  @Override
  public void close() {
    process.stop(limit);
  }
}
