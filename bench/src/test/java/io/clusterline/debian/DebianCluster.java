package io.clusterline.debian;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.clusterline.bootstrap.BootstrapProperties;
import io.clusterline.bootstrap.BootstrapStage;
import io.clusterline.bootstrap.ssh.SshCalls;
import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.step.JoinNode;
import io.clusterline.bootstrap.step.Ssh;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.Machine;
import io.clusterline.infra.access.Ed25519;
import io.clusterline.infra.machine.UserData;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A control plane's machine and workers', and the bootstrap stage that makes a cluster of them. */
final class DebianCluster implements AutoCloseable {

  private static final String SSH_KEY = "clusterline/tiny/uid-1/ssh-key";

  private static final String SPECIFICATION =
      """
      apiVersion: clusterline.io/v1alpha1
      kind: Cluster
      metadata:
        name: tiny
      spec:
        aws:
          region: eu-west-1
        kubernetes:
          version: "1.36.3"
        network:
          vpcCidr: 10.9.0.0/16
          subnets:
            - {name: public-a, cidr: 10.9.0.0/24, zone: eu-west-1a, public: true}
        access:
          sshCidrs: [203.0.113.0/24]
          apiCidrs: [203.0.113.0/24]
        nodes:
          - {name: master, role: control-plane, type: t3a.medium, subnet: public-a}
      """;

  private static final String WORKER =
      "    - {name: worker-%d, type: t3a.medium, subnet: public-a}\n";

  final DebianMachines machines;
  private final Cluster cluster;
  private final Reports reports = new Reports();
  private final Ed25519 login = Ed25519.random("login");
  private final Map<String, Ed25519> firstContact;
  private final MemoryLedger ledger = new MemoryLedger();
  private final MemorySecrets secrets = new MemorySecrets();

  /**
   * Boots its machines, and does not wait for them.
   *
   * @param images what the images of some machines tell cloud-init, by the machine's name
   */
  DebianCluster(Path home, Path directory, int workers, Map<String, String> images)
      throws IOException {
    cluster = SpecificationReader.read(specification(workers), "tiny.yaml");
    secrets.put(SSH_KEY, Secret.of(login.privateKey()));
    firstContact =
        cluster.spec().nodes().stream()
            .collect(toMap(NodeSpec::name, node -> Ed25519.random(node.name())));
    Map<String, String> userData =
        firstContact.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, node -> userData(node.getKey(), node.getValue())));
    machines = new DebianMachines(home, directory, userData, images, login.privateKey());
  }

  private static String specification(int workers) {
    return IntStream.rangeClosed(1, workers)
        .mapToObj(WORKER::formatted)
        .collect(joining("", SPECIFICATION, ""));
  }

  /** What the stage has reported of a step, in all attempts. */
  List<String> reportsOf(String step) {
    return reports.of(Address.parse(step));
  }

  /** As infra-service gives it to the instance. */
  private String userData(String node, Ed25519 hostKey) {
    String endpoint = cluster.spec().kubernetes().controlPlaneEndpoint();
    return new UserData(
            node,
            "tiny.internal",
            endpoint,
            DebianMachines.privateIp("master"),
            hostKey,
            login.publicKey())
        .cloudConfig();
  }

  /** One attempt at the whole stage. */
  StageReport build() {
    return harness().apply(infraReady()).report();
  }

  /** The worker leaves the cluster; its machine stays. */
  StageReport leave(String worker) {
    Address left = new Address(JoinNode.KIND.name(), worker);
    return harness().remove(infraReady(), entry -> entry.address().equals(left)).report();
  }

  private StageHarness<InfraReady, Ssh> harness() {
    var ssh = new BootstrapProperties.Ssh(22, Duration.ofSeconds(5), Duration.ofSeconds(5), 3, 10);
    var properties =
        new BootstrapProperties("2.2.1-*", Duration.ofMinutes(2), ssh, SshLimits.DEFAULTS);
    var calls = new SshCalls(SshLimits.DEFAULTS, Resilience.measuredBy(new SimpleMeterRegistry()));
    ClusterRef ref = new ClusterRef("tiny", "uid-1", 1, "build-1");
    return new StageHarness<>(
        new BootstrapStage(properties, calls, Clock.systemUTC()),
        new Surroundings(ref, "eu-west-1", ledger, new FakeSupport(secrets)).heardBy(reports));
  }

  private InfraReady infraReady() {
    List<Machine> all = cluster.spec().nodes().stream().map(this::machine).toList();
    return new InfraReady(
        cluster,
        new Infrastructure(
            "123456789012",
            "eu-west-1",
            "vpc-1",
            Map.of(),
            Map.of(),
            "role",
            "profile",
            "bucket",
            DebianMachines.USER,
            new SecretRef(SSH_KEY),
            all));
  }

  private Machine machine(NodeSpec node) {
    return new Machine(
        node.name(),
        node.role(),
        "i-" + node.name(),
        DebianMachines.privateIp(node.name()),
        DebianMachines.publicIp(node.name()),
        "eu-west-1a",
        node.type(),
        firstContact.get(node.name()).publicKey());
  }

  /** In place of Calico, whose images only pretend: a bridge on each node for its own pods. */
  void connectPods() {
    for (NodeSpec node : cluster.spec().nodes()) {
      String cidr = kubectl("get node " + node.name() + " -o jsonpath={.spec.podCIDR}");
      machines.shell(node.name(), CNI.formatted(cidr));
    }
  }

  /** Fails unless all nodes become Ready. */
  void awaitReadyNodes() {
    kubectl("wait --for=condition=Ready node --all --timeout=60s");
  }

  String kubectl(String arguments) {
    return machines.shell("master", "kubectl --kubeconfig /etc/kubernetes/admin.conf " + arguments);
  }

  @Override
  public void close() throws Exception {
    machines.close();
  }

  private static final String CNI =
      """
      cat >/etc/cni/net.d/10-bridge.conflist <<'END'
      {"cniVersion": "1.0.0", "name": "pods", "plugins": [
        {"type": "bridge", "bridge": "cni0", "isGateway": true,
         "ipam": {"type": "host-local", "ranges": [[{"subnet": "%s"}]]}}]}
      END
      """;
}
