package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.ssh.HostKeyPin;
import io.clusterline.bootstrap.ssh.SshFleet;
import io.clusterline.bootstrap.ssh.SshTarget;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Machine;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.Wait;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Context of the bootstrap stage's steps: machines reached by SSH, secrets, events. */
public final class Ssh extends StageContext implements AutoCloseable {

  private final SshFleet fleet;
  private final JoinTokens joinTokens;
  private final Machine master;
  private final Duration drainWithin;
  private final Map<String, HostKeyPin> trusted = new ConcurrentHashMap<>();

  /**
   * @param master the control plane's machine
   * @param drainWithin how long the pods of a node that leaves may take to go
   */
  public Ssh(StageScope scope, SshFleet fleet, Clock clock, Machine master, Duration drainWithin) {
    super(scope);
    this.fleet = fleet;
    this.master = master;
    this.drainWithin = drainWithin;
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

  /**
   * The control plane of an existing cluster, with the host key from the ledger. Empty when there
   * never was one: then no machine can have joined it.
   */
  Optional<Node> controlPlane() {
    return scope()
        .recorded(InitializedMaster.KIND, master.name())
        .flatMap(stands -> scope().recorded(GeneratedHostKey.KIND, master.name()))
        .map(value -> node(master, value.pin()));
  }

  Duration drainWithin() {
    return drainWithin;
  }

  /** From then on {@link #node(Machine)} accepts this key of the machine and no other. */
  void trust(Machine machine, HostKeyPin pin) {
    trusted.put(machine.name(), pin);
  }

  /** Whether the machine has presented this key in this run, on a connection that is still open. */
  boolean isConnected(Machine machine, HostKeyPin pin) {
    return fleet.isConnected(target(machine, pin));
  }

  /** Whether an SSH server answers there; its identity is not checked. */
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
    return new SecretScope(cluster().name(), cluster().uid()).ref(name);
  }

  void publish(ClusterEvent event) {
    scope().support().publish(event);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
