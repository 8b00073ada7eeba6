package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.ssh.HostKeyPin;
import io.clusterline.bootstrap.ssh.SshFleet;
import io.clusterline.bootstrap.ssh.SshTarget;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Machine;
import io.clusterline.event.SecretRef;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.Wait;
import io.clusterline.state.SecretStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the steps of the bootstrap stage work with: machines reached by SSH, secrets, the line. */
public final class Ssh extends StageContext implements AutoCloseable {

  private final SshFleet fleet;
  private final JoinTokens joinTokens;
  private final Map<String, HostKeyPin> trusted = new ConcurrentHashMap<>();

  public Ssh(StageScope scope, SshFleet fleet, Clock clock) {
    super(scope);
    this.fleet = fleet;
    this.joinTokens = new JoinTokens(this, clock);
  }

  /**
   * The machine under the host key that its step {@link HostKey} has established in this run.
   *
   * @throws IllegalStateException if the running step does not come after that one
   */
  Node node(Machine machine) {
    HostKeyPin pin = trusted.get(machine.name());
    if (pin == null) {
      throw new IllegalStateException("no host key of " + machine.name() + " is trusted yet");
    }
    return node(machine, pin);
  }

  /** The machine under a certain host key. */
  Node node(Machine machine, HostKeyPin pin) {
    return new Node(fleet, target(machine, pin));
  }

  /** From here on {@link #node(Machine)} accepts this key of the machine and no other. */
  void trust(Machine machine, HostKeyPin pin) {
    trusted.put(machine.name(), pin);
  }

  /** Whether the machine has shown this key in this run, on a connection that still stands. */
  boolean isConnected(Machine machine, HostKeyPin pin) {
    return fleet.isConnected(target(machine, pin));
  }

  /** Whether anything that speaks SSH answers there; who it is, is not asked. */
  Wait.Seen<String> banner(Machine machine) {
    return fleet.banner(machine.publicIp());
  }

  private static SshTarget target(Machine machine, HostKeyPin pin) {
    return new SshTarget(machine.name(), machine.publicIp(), pin);
  }

  JoinTokens joinTokens() {
    return joinTokens;
  }

  SecretStore secrets() {
    return scope().support().secrets();
  }

  /** The name of one of the cluster's secrets. */
  SecretRef secret(String name) {
    return new SecretRef("clusterline/%s/%s/%s".formatted(cluster().name(), cluster().uid(), name));
  }

  void publish(ClusterEvent event) {
    scope().support().publish(event);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
