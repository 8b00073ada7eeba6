package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.ssh.HostKeyPin;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;

/**
 * Generates a new host key on the machine, and records its public half <b>before</b> it is used: so
 * a worker that takes over in between knows both keys.
 */
public record GeneratedHostKey(SshReachable reachable)
    implements Step<Ssh, GeneratedHostKey.Value> {

  /** The public half of an instance's key; another instance of the same name needs another. */
  public record Value(String instanceId, String publicKey) {
    HostKeyPin pin() {
      return HostKeyPin.parse(publicKey);
    }
  }

  public static final Kind<Ssh, Value> KIND =
      Kind.withoutResource("generated-host-key", Value.class);

  private static final Duration LOGIN = Duration.ofMinutes(5);

  Machine machine() {
    return reachable.machine();
  }

  @Override
  public Kind<Ssh, Value> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Found<Value> find(Ssh context) {
    return context
        .recorded(KIND)
        .filter(value -> value.instanceId().equals(machine().instanceId()))
        .<Found<Value>>map(Found::inSync)
        .orElseGet(Found::missing);
  }

  @Override
  public Value apply(Ssh context, Found<Value> found) {
    Node node = context.node(machine(), HostKeyPin.parse(machine().firstContactHostKey()));
    String publicKey =
        Wait.until("the first login on " + node + " succeeds")
            .within(LOGIN)
            .orFail(ErrorCode.SSH_AUTHENTICATION_FAILED)
            .reporting(context::report)
            .poll(() -> generate(node));
    return new Value(machine().instanceId(), HostKeyPin.parse(publicKey).toString());
  }

  /**
   * sshd answers before cloud-init has created the user and its key: early refusals are transient.
   */
  private static Wait.Seen<String> generate(Node node) {
    try {
      NodeScript script = NodeScript.of("generate-host-key.sh");
      return Wait.Seen.yes(node.query("generate a host key", script).strip());
    } catch (ClusterlineException e) {
      return switch (e.code()) {
        case SSH_AUTHENTICATION_FAILED, NODE_UNREACHABLE ->
            Wait.Seen.notYet(String.valueOf(e.getMessage()));
        default -> throw e;
      };
    }
  }
}
