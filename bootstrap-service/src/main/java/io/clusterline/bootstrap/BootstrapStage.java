package io.clusterline.bootstrap;

import io.clusterline.bootstrap.kubeadm.NodeRegistration;
import io.clusterline.bootstrap.ssh.SshCalls;
import io.clusterline.bootstrap.ssh.SshFleet;
import io.clusterline.bootstrap.ssh.SshIdentity;
import io.clusterline.bootstrap.step.AdminKubeconfig;
import io.clusterline.bootstrap.step.AnnouncedControlPlane;
import io.clusterline.bootstrap.step.CloudInitDone;
import io.clusterline.bootstrap.step.GeneratedHostKey;
import io.clusterline.bootstrap.step.HostKey;
import io.clusterline.bootstrap.step.InitializedMaster;
import io.clusterline.bootstrap.step.JoinNode;
import io.clusterline.bootstrap.step.Preparation;
import io.clusterline.bootstrap.step.PreparedNode;
import io.clusterline.bootstrap.step.Ssh;
import io.clusterline.bootstrap.step.SshReachable;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Outputs;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Builds a Kubernetes cluster from machines. */
public final class BootstrapStage implements StageDefinition<InfraReady, Ssh> {

  private final BootstrapProperties properties;
  private final SshCalls calls;
  private final Clock clock;

  public BootstrapStage(BootstrapProperties properties, SshCalls calls, Clock clock) {
    this.properties = properties;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public StageName name() {
    return StageName.BOOTSTRAP;
  }

  @Override
  public Class<InfraReady> trigger() {
    return InfraReady.class;
  }

  @Override
  public Ssh context(StageScope scope, InfraReady trigger) {
    Infrastructure infrastructure = trigger.infrastructure();
    SecretRef key = infrastructure.sshKey();
    SshIdentity identity =
        new SshIdentity(infrastructure.sshUser(), key.name(), () -> sshKey(scope, key));
    SshFleet fleet = new SshFleet(identity, properties.ssh().settings(), calls);
    return new Ssh(scope, fleet, clock, infrastructure.master(), properties.drainWithin());
  }

  /** Every machine is prepared while the control plane starts; a join needs both. */
  @Override
  public Result compose(StepGraph<Ssh> graph, InfraReady trigger) {
    Cluster cluster = trigger.cluster();
    Infrastructure machines = trigger.infrastructure();

    var ready = prepare(graph, machines.master(), trigger);
    var master =
        graph.add(new InitializedMaster(ready, cluster, registration(machines.master(), trigger)));
    var kubeconfig = graph.add(new AdminKubeconfig(master, machines));
    var announced = graph.add(new AnnouncedControlPlane(master, kubeconfig, trigger));
    var joins =
        machines.workers().stream().map(worker -> join(graph, worker, master, trigger)).toList();

    return outputs -> nodesJoined(trigger, announced, master, joins, outputs);
  }

  private PreparedNode prepare(StepGraph<Ssh> graph, Machine machine, InfraReady trigger) {
    var reachable = graph.add(new SshReachable(machine));
    var generated = graph.add(new GeneratedHostKey(reachable));
    var hostKey = graph.add(new HostKey(generated));
    var cloudInit = graph.add(new CloudInitDone(hostKey));
    return graph.add(new PreparedNode(cloudInit, preparation(trigger)));
  }

  private JoinNode join(
      StepGraph<Ssh> graph, Machine worker, InitializedMaster master, InfraReady trigger) {
    var ready = prepare(graph, worker, trigger);
    return graph.add(new JoinNode(ready, master, registration(worker, trigger)));
  }

  private Preparation preparation(InfraReady trigger) {
    return Preparation.of(trigger.cluster().spec(), properties.containerdVersion());
  }

  private static NodeRegistration registration(Machine machine, InfraReady trigger) {
    return NodeRegistration.of(machine, trigger.cluster().spec());
  }

  private static NodesJoined nodesJoined(
      InfraReady trigger,
      AnnouncedControlPlane announced,
      InitializedMaster master,
      List<JoinNode> joins,
      Outputs outputs) {
    List<JoinedNode> nodes = new ArrayList<>();
    nodes.add(outputs.of(master).node());
    joins.forEach(join -> nodes.add(outputs.of(join)));
    return new NodesJoined(
        trigger.cluster(), trigger.infrastructure(), outputs.of(announced).controlPlane(), nodes);
  }

  @Override
  public List<Kind<Ssh, ?>> kinds() {
    return List.of(
        SshReachable.KIND,
        GeneratedHostKey.KIND,
        HostKey.KIND,
        CloudInitDone.KIND,
        PreparedNode.KIND,
        InitializedMaster.KIND,
        AdminKubeconfig.KIND,
        AnnouncedControlPlane.KIND,
        JoinNode.KIND);
  }

  private static Secret sshKey(StageScope scope, SecretRef key) {
    return scope
        .support()
        .secrets()
        .get(key)
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.SSH_AUTHENTICATION_FAILED,
                "the secret " + key.name() + " with the machines' SSH key does not exist"));
  }
}
