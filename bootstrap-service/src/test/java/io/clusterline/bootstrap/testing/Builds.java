package io.clusterline.bootstrap.testing;

import io.clusterline.bootstrap.ssh.SshCalls;
import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Machine;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.testkit.SampleInfrastructure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.function.Function;

/** A cluster of three nodes, and the machines for it. */
public final class Builds {

  public static final String FIRST_CONTACT_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPsVDhc8WvYHkhXcNHVQvTbLLi8lY1RnvNeGv1TzWqm";

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
          vpcCidr: 10.0.0.0/16
          subnets:
            - {name: public-a, cidr: 10.0.1.0/24, zone: eu-west-1a, public: true}
        access:
          sshCidrs: [203.0.113.0/24]
          apiCidrs: [203.0.113.0/24]
        nodes:
          - name: master
            role: control-plane
            type: t3a.medium
            subnet: public-a
            labels: {tier: platform}
            taints: [{key: role, value: control-plane, effect: NoSchedule}]
          - name: worker-1
            type: t3a.medium
            subnet: public-a
            labels:
              domain: auth
              node-role.kubernetes.io/api: auth
              example.org/rack: r1
            taints: [{key: domain, value: auth, effect: NoSchedule}]
          - {name: worker-2, type: t3a.medium, subnet: public-a}
      """;

  private Builds() {}

  /** Objects that builds share, as the service creates them. */
  public static SshCalls sshCalls() {
    return new SshCalls(SshLimits.DEFAULTS, Resilience.measuredBy(new SimpleMeterRegistry()));
  }

  public static Cluster cluster() {
    return SpecificationReader.read(SPECIFICATION, "tiny.yaml");
  }

  /**
   * @param publicIp of each node, by name
   * @param firstContactKey of each node, by name
   */
  public static InfraReady infraReady(
      Function<String, String> publicIp, Function<String, String> firstContactKey) {
    Cluster cluster = cluster();
    List<Machine> machines =
        cluster.spec().nodes().stream()
            .map(node -> machine(cluster, node, publicIp, firstContactKey))
            .toList();
    return new InfraReady(
        cluster, SampleInfrastructure.of("eu-west-1", "clusterline/tiny/uid-1/ssh-key", machines));
  }

  public static InfraReady infraReady() {
    return infraReady(name -> "203.0.113." + (10 + number(name)), name -> FIRST_CONTACT_KEY);
  }

  private static Machine machine(
      Cluster cluster,
      NodeSpec node,
      Function<String, String> publicIp,
      Function<String, String> firstContactKey) {
    return new Machine(
        node.name(),
        node.role(),
        "i-0" + number(node.name()),
        "10.0.1." + (10 + number(node.name())),
        publicIp.apply(node.name()),
        cluster.spec().network().subnet(node.subnet()).zone(),
        node.preferredType(),
        firstContactKey.apply(node.name()));
  }

  /** 0 for the master, then 1, 2. */
  public static int number(String node) {
    return node.equals("master") ? 0 : Integer.parseInt(node.substring("worker-".length()));
  }
}
