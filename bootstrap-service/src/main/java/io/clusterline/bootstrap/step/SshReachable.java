package io.clusterline.bootstrap.step;

import io.clusterline.event.Machine;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;

/** Waits until an SSH server answers on the machine; {@link HostKey} checks its identity. */
public record SshReachable(Machine machine) implements Step<Ssh, String> {

  public static final Kind<Ssh, String> KIND = Kind.withoutResource("ssh-reachable", String.class);

  private static final Duration BOOT = Duration.ofMinutes(8);

  @Override
  public Kind<Ssh, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine.name();
  }

  @Override
  public Found<String> find(Ssh context) {
    return context
        .banner(machine)
        .value()
        .<Found<String>>map(Found::inSync)
        .orElseGet(Found::missing);
  }

  @Override
  public String apply(Ssh context, Found<String> found) {
    return Wait.until("sshd answers on " + machine.name() + " at " + machine.publicIp())
        .within(BOOT)
        .atMostEvery(Duration.ofSeconds(1))
        .orFail(ErrorCode.NODE_UNREACHABLE)
        .reporting(context::report)
        .poll(() -> context.banner(machine));
  }
}
