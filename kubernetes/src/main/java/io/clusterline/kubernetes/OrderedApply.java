package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Applies manifests in the order in which they need one another. */
final class OrderedApply {

  private static final Duration ESTABLISHED = Duration.ofSeconds(60);

  private final KubernetesApi api;
  private final Consumer<ObjectRef> beforeEach;

  OrderedApply(KubernetesApi api, Consumer<ObjectRef> beforeEach) {
    this.api = api;
    this.beforeEach = beforeEach;
  }

  /** When it returns, all is applied and every new kind is served. */
  void apply(List<JsonNode> manifests) {
    List<JsonNode> ordered = Manifests.inOrderOfNeed(manifests);
    List<JsonNode> definitions =
        ordered.stream().filter(Manifests::isCustomResourceDefinition).toList();
    List<JsonNode> others = ordered.subList(definitions.size(), ordered.size());
    definitions.forEach(this::applyOne);
    definitions.stream()
        .filter(definition -> isUsedBy(others, definition))
        .forEach(this::awaitServed);
    others.forEach(this::applyOne);
    definitions.forEach(this::awaitServed);
  }

  /**
   * Kinds that none of the manifests uses need not delay them: they are served before the pods run.
   */
  private static boolean isUsedBy(List<JsonNode> manifests, JsonNode definition) {
    ServedKinds served = ServedKinds.of(definition);
    return manifests.stream().anyMatch(served::includes);
  }

  private void applyOne(JsonNode manifest) {
    beforeEach.accept(ObjectRef.of(manifest));
    api.apply(manifest);
  }

  private void awaitServed(JsonNode definition) {
    ObjectRef ref = ObjectRef.of(definition);
    ServedKinds served = ServedKinds.of(definition);
    api.await(
        Wait.until(ref + " is established and served")
            .within(ESTABLISHED)
            .orFail(ErrorCode.KUBERNETES_REJECTED),
        List.of(Selection.of(ref)),
        () -> checkServed(ref, served));
  }

  private Seen<Boolean> checkServed(ObjectRef ref, ServedKinds served) {
    String problem = api.get(ref).map(Conditions::established).orElse("it does not exist");
    if (!problem.isEmpty()) {
      return Seen.notYet(problem);
    }
    return served.versions().stream().allMatch(version -> api.serves(version, served.kind()))
        ? Seen.yes(true)
        : Seen.notYet("established, but not yet in the API's discovery");
  }
}
