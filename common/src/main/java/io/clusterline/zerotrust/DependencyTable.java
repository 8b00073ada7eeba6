package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.PolicyPort;
import io.clusterline.spec.ClusterSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The one table that all network policies are made from. What it does not list is denied, between
 * two APIs for example. A tier is named by its label's value, other parties as in {@link Parties};
 * ports are TCP unless they say otherwise.
 *
 * <p>Namespaces without a tier, kube-system among them, get no policies. The rows about their pods
 * say what a policy of the user's own must not take from them.
 */
public final class DependencyTable {

  private static final String ROWS =
      """
      from                         | to                           | ports                               | why
      every pod                    | coredns                      | 53/udp 53                           | names; TCP for long answers

      nodes                        | business-logic               | 8000                                | load balancer and health checks, which arrive through a NodePort
      nodes                        | argocd-server                | 8080                                | load balancer and health checks
      nodes                        | grafana                      | 3000                                | load balancer and health checks
      nodes                        | prometheus                   | 9090                                | load balancer and health checks
      nodes                        | atlantis                     | 4141                                | load balancer, health checks and the Git host's webhooks

      business-logic               | data                         | 5432 6379                           | PostgreSQL, Redis
      worker                       | data                         | 5432 6379                           | PostgreSQL, Redis
      business-logic               | integration                  | 5672                                | tasks for the workers
      worker                       | integration                  | 5672                                | tasks for the workers
      worker                       | internet                     | 443                                 | the services that the tasks need
      internetAccess               | internet                     | 443                                 | sign-in with other sites, services of others
      integration                  | integration                  | 4369 25672                          | RabbitMQ's cluster
      integration                  | api server                   | 6443                                | RabbitMQ's peers are looked up there

      prometheus                   | business-logic               | 8000                                | metrics
      prometheus                   | worker                       | 8000                                | metrics
      prometheus                   | data                         | 9121 9187                           | metrics of Redis and PostgreSQL
      prometheus                   | integration                  | 15672 15692                         | metrics and management of RabbitMQ
      prometheus                   | argocd                       | 5558 8080 8082 8083 8084 9001       | metrics
      prometheus                   | cert-manager                 | 9402                                | metrics
      prometheus                   | external-secrets             | 8080                                | metrics
      prometheus                   | external-dns                 | 7979                                | metrics
      prometheus                   | platform                     | 8080                                | metrics
      prometheus                   | coredns                      | 9153                                | metrics
      prometheus                   | nodes                        | 2381 9100 10249 10250 10257 10259   | etcd, node-exporter, kube-proxy, kubelet, controller-manager, scheduler
      observability                | observability                | 3000 8080 8081 9090 9093 9094 9094/udp 10250 | Prometheus, Alertmanager, Grafana and their helpers
      observability                | api server                   | 6443                                | targets, rules and dashboards are objects there

      infrastructure               | api server                   | 6443                                | controllers
      infrastructure               | internet                     | 443                                 | Git hosts, chart repositories, certificate authorities
      external-secrets             | metadata                     | 80                                  | credentials of its node's role
      external-dns                 | metadata                     | 80                                  | credentials of its node's role
      argocd                       | argocd                       | 5556 5557 6379 8081                 | dex, Redis, repo-server
      platform                     | api server                   | 6443                                | controllers
      platform                     | internet                     | 443                                 | AWS's API
      platform                     | integration                  | 15672                               | RabbitMQ's queues and users, by its management

      api server                   | prometheus-operator          | 10250                               | admission webhook
      api server                   | cert-manager-webhook         | 10250                               | admission webhook
      api server                   | external-secrets-webhook     | 10250                               | admission webhook
      api server                   | platform                     | 9443 10250                          | admission webhooks of operators

      api server                   | aws-load-balancer-controller | 9443                                | admission webhook
      api server                   | metrics-server               | 10250                               | aggregated API
      metrics-server               | nodes                        | 10250                               | kubelets
      metrics-server               | api server                   | 6443                                | controllers
      coredns                      | api server                   | 6443                                | Services
      coredns                      | resolver                     | 53/udp 53                           | names outside of the cluster
      calico-kube-controllers      | api server                   | 6443                                | controllers
      aws-load-balancer-controller | api server                   | 6443                                | controllers
      aws-load-balancer-controller | internet                     | 443                                 | AWS's API
      aws-load-balancer-controller | metadata                     | 80                                  | credentials of its node's role
      ebs-csi-controller           | api server                   | 6443                                | controllers
      ebs-csi-controller           | internet                     | 443                                 | AWS's API
      ebs-csi-controller           | metadata                     | 80                                  | credentials of its node's role
      """;

  private static final List<Dependency> FIXED =
      ROWS.lines().skip(1).filter(line -> !line.isBlank()).map(DependencyTable::row).toList();

  private DependencyTable() {}

  /** All rows, and the one that the repository of that specification needs. */
  public static List<Dependency> of(ClusterSpec spec) {
    List<Dependency> rows = new ArrayList<>(FIXED);
    gitPort(spec)
        .ifPresent(port ->
            rows.add(
                new Dependency(
                    Parties.of("argocd"),
                    Parties.of("internet"),
                    List.of(PolicyPort.tcp(port)),
                    "the GitOps repository")));
    return rows;
  }

  private static Dependency row(String line) {
    String[] cells = line.split("\\|");
    List<PolicyPort> ports =
        Arrays.stream(cells[2].strip().split(" ")).map(DependencyTable::port).toList();
    return new Dependency(
        Parties.of(cells[0].strip()), Parties.of(cells[1].strip()), ports, cells[3].strip());
  }

  private static PolicyPort port(String text) {
    return text.endsWith("/udp")
        ? PolicyPort.udp(Integer.parseInt(text.substring(0, text.length() - "/udp".length())))
        : PolicyPort.tcp(Integer.parseInt(text));
  }

  /** Empty where the repository is reached at 443, which Argo CD may use anyway. */
  private static OptionalInt gitPort(ClusterSpec spec) {
    if (spec.gitops() == null) {
      return OptionalInt.empty();
    }
    String repository = spec.gitops().repository();
    if (!repository.contains("://")) {
      return OptionalInt.of(22); // git@host:path
    }
    URI uri = URI.create(repository);
    int usual =
        switch (uri.getScheme()) {
          case "ssh" -> 22;
          case "http" -> 80;
          default -> 443;
        };
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    return port == 443 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
