package io.clusterline.gitops.reclaim;

import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Waits until the deleted resources no longer exist. */
record ReclaimWait(KubernetesApi api, Platform platform, List<OutsideThing> resources) {

  /**
   * @return the resources that still exist when the time is up
   */
  List<Retained> await(Duration limit) {
    try {
      api.await(
          Wait.until("load balancers and volumes are deleted")
              .within(limit)
              .reporting(platform::report),
          Selection.ofKindsOf(resources.stream().map(OutsideThing::ref).toList()),
          this::checkAllGone);
      return List.of();
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.DEADLINE_EXCEEDED) {
        throw e;
      }
      return remaining().stream().map(resource -> retained(resource, limit)).toList();
    }
  }

  private Seen<Boolean> checkAllGone() {
    List<OutsideThing> left = remaining();
    return left.isEmpty()
        ? Seen.yes(true)
        : Seen.notYet(
            "still there: "
                + left.stream().map(OutsideThing::toString).collect(Collectors.joining(", ")));
  }

  private List<OutsideThing> remaining() {
    return resources.stream().filter(resource -> api.get(resource.ref()).isPresent()).toList();
  }

  private Retained retained(OutsideThing resource, Duration limit) {
    return new Retained(
        resource.toString(),
        "it was not deleted within %d s%s; the search by tags looks for it"
            .formatted(limit.toSeconds(), holders(resource)));
  }

  private String holders(OutsideThing resource) {
    String finalizers =
        api.get(resource.ref()).stream()
            .flatMap(object -> object.path("metadata").path("finalizers").valueStream())
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return finalizers.isEmpty() ? "" : ": blocked by " + finalizers;
  }
}
