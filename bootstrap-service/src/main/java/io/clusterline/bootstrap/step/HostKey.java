package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.DetachedRun;
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
 * Waits until the machine presents the host key that was generated on it; from then on no other is
 * accepted. The key of first contact was in the user data, which others can read.
 */
public record HostKey(GeneratedHostKey generated) implements Step<Ssh, GeneratedHostKey.Value> {

  public static final Kind<Ssh, GeneratedHostKey.Value> KIND =
      Kind.withoutResource("host-key", GeneratedHostKey.Value.class);

  private static final Duration RELOAD = Duration.ofSeconds(60);

  Machine machine() {
    return generated.machine();
  }

  @Override
  public Kind<Ssh, GeneratedHostKey.Value> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Found<GeneratedHostKey.Value> find(Ssh context) {
    GeneratedHostKey.Value value = context.output(generated);
    if (context.isConnected(machine(), firstContact())) {
      return Found.missing(); // it has just shown the old key
    }
    if (!checkPresented(value, context).value().isPresent()) {
      return Found.missing();
    }
    context.trust(machine(), value.pin());
    return Found.inSync(value);
  }

  @Override
  public GeneratedHostKey.Value apply(Ssh context, Found<GeneratedHostKey.Value> found) {
    GeneratedHostKey.Value value = context.output(generated);
    activate(value, context);
    Wait.until(machine().name() + " shows its new host key")
        .within(RELOAD)
        .orFail(ErrorCode.HOST_KEY_CHANGED)
        .reporting(context::report)
        .poll(() -> checkPresented(value, context));
    context.trust(machine(), value.pin());
    return value;
  }

  /** Detached, because sshd restarts and closes this very connection. */
  private void activate(GeneratedHostKey.Value value, Ssh context) {
    Node node = context.node(machine(), firstContact());
    NodeScript script = NodeScript.of("activate-host-key.sh").with("EXPECTED", value.pin());
    DetachedRun activation = node.detached("activate-host-key");
    activation.start(script, RELOAD);
  }

  private Wait.Seen<Boolean> checkPresented(GeneratedHostKey.Value value, Ssh context) {
    try {
      context.node(machine(), value.pin()).query("log in", NodeScript.command("true"));
      return Wait.Seen.yes(true);
    } catch (ClusterlineException e) {
      return switch (e.code()) {
        case HOST_KEY_CHANGED, NODE_UNREACHABLE -> Wait.Seen.notYet(String.valueOf(e.getMessage()));
        default -> throw e;
      };
    }
  }

  private HostKeyPin firstContact() {
    return HostKeyPin.parse(machine().firstContactHostKey());
  }
}
