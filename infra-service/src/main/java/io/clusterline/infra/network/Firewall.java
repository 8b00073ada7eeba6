package io.clusterline.infra.network;

import static io.clusterline.infra.network.GroupName.ALB;
import static io.clusterline.infra.network.GroupName.MASTER;
import static io.clusterline.infra.network.GroupName.NODES;

import io.clusterline.infra.network.Rule.Group;
import io.clusterline.infra.network.Rule.Range;
import io.clusterline.spec.AccessSpec;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The complete table of allowed traffic. */
public final class Firewall {

  private static final Cidr EVERYWHERE = Cidr.parse("0.0.0.0/0");

  private final AccessSpec access;
  private final boolean isPublicSite;
  private final Set<GroupName> monitoring;

  /**
   * @param spec with a domain, the load balancer's group admits everybody; without one no group
   *     does
   */
  public Firewall(ClusterSpec spec) {
    access = spec.access();
    isPublicSite = spec.domain() != null;
    monitoring = MonitoringGroups.of(spec);
  }

  public List<Rule> rulesOf(GroupName group) {
    List<Rule> rules =
        switch (group) {
          case MASTER -> master();
          case API, WORKER, INFRA -> node();
          case ALB -> loadBalancer();
        };
    return rules.stream().distinct().toList();
  }

  private List<Rule> master() {
    List<Rule> rules = new ArrayList<>(everyNode());
    access.apiCidrs().forEach(cidr -> rules.add(Rule.tcp(6443, new Range(cidr), "Kubernetes API")));
    NODES.forEach(node -> rules.add(Rule.tcp(6443, new Group(node), "Kubernetes API")));
    rules.add(Rule.tcp(2379, 2380, new Group(MASTER), "etcd"));
    for (GroupName from : monitoring) {
      rules.add(Rule.tcp(2381, new Group(from), "metrics of etcd"));
      rules.add(Rule.tcp(10257, new Group(from), "metrics of the controller manager"));
      rules.add(Rule.tcp(10259, new Group(from), "metrics of the scheduler"));
    }
    return rules;
  }

  private List<Rule> node() {
    List<Rule> rules = new ArrayList<>(everyNode());
    rules.add(Rule.tcp(10256, new Group(ALB), "health of kube-proxy"));
    rules.add(Rule.tcp(30000, 32767, new Group(ALB), "NodePort"));
    return rules;
  }

  private List<Rule> everyNode() {
    List<Rule> rules = new ArrayList<>();
    access.sshCidrs().forEach(cidr -> rules.add(Rule.tcp(22, new Range(cidr), "SSH")));
    for (GroupName node : NODES) {
      rules.add(Rule.tcp(10250, new Group(node), "kubelet"));
      rules.add(Rule.tcp(10256, new Group(node), "health of kube-proxy"));
      rules.add(Rule.udp(4789, new Group(node), "VXLAN"));
    }
    for (GroupName from : monitoring) {
      rules.add(Rule.tcp(9100, new Group(from), "metrics of the machine"));
      rules.add(Rule.tcp(10249, new Group(from), "metrics of kube-proxy"));
    }
    return rules;
  }

  private List<Rule> loadBalancer() {
    return isPublicSite
        ? List.of(
            Rule.tcp(80, new Range(EVERYWHERE), "HTTP"),
            Rule.tcp(443, new Range(EVERYWHERE), "HTTPS"))
        : List.of();
  }
}
