package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.ssh.CommandResult;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * cloud-init has carried out the user data: host name, hosts entry, no timer that holds apt's lock.
 */
public record CloudInitDone(HostKey hostKey) implements Step<Ssh, String> {

  public static final Kind<Ssh, String> KIND = Kind.withoutResource("cloud-init", String.class);

  private static final Duration FIRST_BOOT = Duration.ofMinutes(8);
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Blocks on the node for half a minute at most; exit code 124 means that it has not finished. */
  private static final NodeScript WAIT = NodeScript.of("cloud-init-wait.sh");

  private static final NodeScript LOG_TAIL = NodeScript.of("cloud-init-log.sh");

  private static final int DONE = 0;
  private static final int DONE_WITH_WARNINGS = 2;
  private static final int NOT_YET = 124;

  Machine machine() {
    return hostKey.machine();
  }

  @Override
  public Kind<Ssh, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Found<String> find(Ssh context) {
    CommandResult result =
        context
            .node(machine())
            .queryStatus(
                "read cloud-init's status", NodeScript.command("cloud-init", "status"), LIMIT);
    boolean done = result.status() == DONE && result.output().strip().equals("status: done");
    return done ? Found.inSync("done") : Found.missing(); // warnings are still to be told
  }

  @Override
  public String apply(Ssh context, Found<String> found) {
    Node node = context.node(machine());
    return Wait.until("cloud-init is done on " + machine().name())
        .within(FIRST_BOOT)
        .atMostEvery(Duration.ofMillis(100)) // looking blocks on the node
        .reporting(context::report)
        .poll(() -> readStatus(node, context));
  }

  private Wait.Seen<String> readStatus(Node node, Ssh context) {
    CommandResult result = node.queryStatus("wait for cloud-init", WAIT, LIMIT);
    List<String> lines = result.output().lines().toList();
    int status = lines.isEmpty() ? NOT_YET : exitStatus(lines.getLast());
    return switch (status) {
      case DONE -> Wait.Seen.yes("done");
      case DONE_WITH_WARNINGS -> {
        context.report("cloud-init is done with warnings: " + CloudInitReport.parse(lines));
        yield Wait.Seen.yes("done with warnings");
      }
      case NOT_YET -> Wait.Seen.notYet("still running");
      default -> throw failed(node, status, CloudInitReport.parse(lines));
    };
  }

  private static int exitStatus(String line) {
    return line.startsWith("exit ") ? Integer.parseInt(line.substring("exit ".length())) : NOT_YET;
  }

  /** The log's end is mostly the host keys, so what cloud-init calls its errors comes first. */
  private ClusterlineException failed(Node node, int status, CloudInitReport report) {
    List<String> tail = new ArrayList<>(report.all());
    node.queryStatus("read cloud-init's log", LOG_TAIL, LIMIT).output().lines().forEach(tail::add);
    return new ClusterlineException(
        ErrorCode.CLOUD_INIT_FAILED,
        "cloud-init failed on %s (exit status %d)%s"
            .formatted(machine().name(), status, report.all().isEmpty() ? "" : ": " + report),
        tail,
        null);
  }
}
