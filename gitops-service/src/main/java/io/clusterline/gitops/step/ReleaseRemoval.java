package io.clusterline.gitops.step;

import io.clusterline.gitops.catalogue.CatalogueEntry.Provided;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Uninstalls an add-on that left the specification. The controller of load balancers first lets go
 * of the Ingresses that are being deleted: without it they would stay for ever, and so would what
 * it has made in AWS.
 */
record ReleaseRemoval(Platform platform, Release release) {

  private static final Selection INGRESSES = Selection.all("networking.k8s.io/v1", "Ingress");

  /** Part of its finalizers, of one Ingress and of a group; others hold theirs by other names. */
  private static final String OF_CONTROLLER = "ingress.k8s.aws/";

  void run() {
    if (makesLoadBalancers()) {
      awaitIngressesGone();
      platform.beforeMutation();
    }
    platform.helm().uninstall(release.name(), release.namespace());
  }

  private boolean makesLoadBalancers() {
    return platform.catalogue().entries().stream()
        .filter(entry -> entry.name().equals(release.chart()))
        .anyMatch(entry -> entry.provides().contains(Provided.INGRESS_CLASS));
  }

  private void awaitIngressesGone() {
    platform
        .kubernetes()
        .await(
            Wait.until(release.chart() + " has let go of the Ingresses that are being deleted")
                .within(platform.healthWithin())
                .reporting(platform::report),
            List.of(INGRESSES),
            this::held);
  }

  private Seen<Boolean> held() {
    String held =
        platform.kubernetes().list(INGRESSES).stream()
            .map(ingress -> ingress.path("metadata"))
            .filter(metadata -> metadata.has("deletionTimestamp"))
            .filter(metadata -> finalizers(metadata).anyMatch(one -> one.contains(OF_CONTROLLER)))
            .map(ReleaseRemoval::describe)
            .collect(Collectors.joining("; "));
    return held.isEmpty() ? Seen.yes(true) : Seen.notYet(held);
  }

  private static String describe(JsonNode metadata) {
    return "Ingress %s/%s, held by %s"
        .formatted(
            metadata.path("namespace").asString(""),
            metadata.path("name").asString(""),
            finalizers(metadata).collect(Collectors.joining(", ")));
  }

  private static Stream<String> finalizers(JsonNode metadata) {
    return metadata.path("finalizers").valueStream().map(JsonNode::asString);
  }
}
