package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.testkit.Repository;
import io.clusterline.zerotrust.matrix.Needs.Need;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/zero-trust-matrix.md}: the tables, and which policies decide. */
record MatrixDocument(PolicyEvaluator policies) {

  private static final String FOLDER = "bench/src/test/resources/zerotrust/";

  private static final String HEAD =
      """
      # Zero trust: who may connect to whom in eco2

      Generated from the tables of `bench/src/test/resources/zerotrust`, which are written by hand, the inventories of the real
      charts, and eco2's generated policies; do not edit: run `mvn -pl bench -am test -Dtest=ZeroTrustMatrixTest
      -Dclusterline.regenerate=true -Dsurefire.failIfNoSpecifiedTests=false`. The same test holds every cell and row against the
      policies ([zero-trust.md](zero-trust.md)), by an evaluator of their semantics (`PolicyEvaluator`). **No packet is sent here.**
      `PolicyMutationTest` asks for every other connection between all that the tables name, at every port that they name and
      some more: each is denied at both of its ends. It also takes every rule out and opens every rule, one at a time: each
      time an expectation is no longer met.

      %d cells and rows stand for %d connections that have to be denied and %d that have to be allowed. Eco2 is taken with one
      more namespace, `operators` of tier platform, so that every tier has a pod. Each pod is taken to run on another node than
      whoever connects to it (a node always reaches its own pods). What comes from another node, through a NodePort too, comes
      out of that node's tunnel, whose address is in the pods' range. A policy sees a connection after address translation: a
      Service's pod and its own port, the API server at 6443.

      Two things to know. Namespaces without a tier, kube-system among them, have no policies: what runs there reaches
      everything whose own policies let it in. Chart argo-cd brings policies of its own, which add to ours: that of
      argocd-server lets everybody in, and only the egress of others keeps them out.
      """;

  String text() {
    return head() + tables() + needs() + written("also.md");
  }

  private static String head() {
    return HEAD.formatted(
        Eco2.CELLS.size() + Eco2.NEEDS.size(), connections(false), connections(true));
  }

  private static int connections(boolean allowed) {
    return Stream.concat(Eco2.CELLS.stream(), Eco2.NEEDS.stream().map(Need::cell))
        .filter(cell -> cell.allowed() == allowed)
        .mapToInt(cell -> cell.connections().size())
        .sum();
  }

  private static String tables() {
    return written("matrix.md").replaceFirst("(?s)^.*?Rows open", "\nRows open");
  }

  /** A table as it was written, a heading lower. */
  private static String written(String file) {
    return "\n" + Repository.read(FOLDER + file).replaceFirst("^# ", "## ");
  }

  private String needs() {
    return """

    ## What add-ons and workloads need

    Each is allowed. *Leaves by* and *enters by*: the policies that allow it at its two ends, or why none has to.

    | from | to | why | leaves by | enters by |
    |---|---|---|---|---|
    """
        + Eco2.NEEDS.stream().map(this::row).collect(Collectors.joining());
  }

  private String row(Need need) {
    Judged judged = Judged.by(policies, need.cell());
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            need.cell().from(), need.cell().to(), need.source(), judged.egress(), judged.ingress());
  }
}
