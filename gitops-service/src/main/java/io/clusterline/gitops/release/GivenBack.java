package io.clusterline.gitops.release;

import io.clusterline.event.Kept;
import io.clusterline.gitops.Platform;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The wait until what was asked for has gone. */
record GivenBack(KubernetesApi api, Platform platform, List<OutsideThing> things) {

  /**
   * @return what is still there when the time is up
   */
  List<Kept> within(Duration limit) {
    try {
      Wait.until("load balancers and volumes are given back")
          .within(limit)
          .reporting(platform::report)
          .poll(this::look);
      return List.of();
    } catch (StageException e) {
      if (e.code() != ErrorCode.DEADLINE_EXCEEDED) {
        throw e;
      }
      return left().stream().map(thing -> kept(thing, limit)).toList();
    }
  }

  private Seen<Boolean> look() {
    List<OutsideThing> left = left();
    return left.isEmpty()
        ? Seen.yes(true)
        : Seen.notYet(
            "still there: "
                + left.stream().map(OutsideThing::toString).collect(Collectors.joining(", ")));
  }

  private List<OutsideThing> left() {
    return things.stream().filter(thing -> api.get(thing.ref()).isPresent()).toList();
  }

  private Kept kept(OutsideThing thing, Duration limit) {
    return new Kept(
        thing.toString(),
        "it was not given back within %d s%s; it is looked for by its tags"
            .formatted(limit.toSeconds(), holders(thing)));
  }

  private String holders(OutsideThing thing) {
    String finalizers =
        api.get(thing.ref()).stream()
            .flatMap(object -> object.path("metadata").path("finalizers").valueStream())
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return finalizers.isEmpty() ? "" : ": held by " + finalizers;
  }
}
