package io.clusterline.kubernetes;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API server of one cluster, reached with a kubeconfig that is given as text: the machine's own
 * kubeconfig is never looked at. Objects are JSON as the API server shows them; a client's typed
 * models would send fields that nobody set.
 *
 * <p>Every call has a deadline, and an unanswered one is tried again ({@link Timeouts}); errors are
 * {@link KubernetesException}s. Safe for use by many threads.
 */
public final class KubernetesApi implements AutoCloseable {

  /** Who owns the fields that the line applies. */
  public static final String FIELD_MANAGER = "clusterline";

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String JSON = "application/json";
  private static final int PAGE = 500;
  private static final int CHANGE_TRIES = 10;
  private static final Duration ESTABLISHED = Duration.ofSeconds(60);

  private final Connection connection;
  private final ResourceTypes types;

  private KubernetesApi(Connection connection) {
    this.connection = connection;
    this.types = new ResourceTypes(connection);
  }

  public static KubernetesApi connect(Secret kubeconfig) {
    return connect(kubeconfig, Timeouts.DEFAULT);
  }

  public static KubernetesApi connect(Secret kubeconfig, Timeouts timeouts) {
    return new KubernetesApi(new Connection(Kubeconfig.parse(kubeconfig), timeouts));
  }

  /** {@code host:port}, for messages. */
  public String address() {
    return connection.address();
  }

  /** The API server's version, as it says itself: {@code v1.36.3}. */
  public String version() {
    return connection.call("GET", "/version", Map.of()).path("gitVersion").asString();
  }

  /**
   * @throws KubernetesException {@link ErrorCode#KUBERNETES_UNREACHABLE} with the failed checks
   *     unless the API server calls itself ready
   */
  public void requireReady() {
    connection.bytes("/readyz");
  }

  public Optional<JsonNode> get(ObjectRef ref) {
    Optional<ResourceTypes.ResourceType> type = types.find(ref.apiVersion(), ref.kind());
    if (type.isEmpty()) {
      return Optional.empty();
    }
    return unlessGone(() -> connection.call("GET", type.get().object(ref), Map.of()));
  }

  /** All objects that the selection names; none when the kind is not known (yet). */
  public List<JsonNode> list(Selection selection) {
    return list(selection, PAGE);
  }

  List<JsonNode> list(Selection selection, int page) {
    Optional<ResourceTypes.ResourceType> type =
        types.find(selection.apiVersion(), selection.kind());
    return type.map(known -> list(known, selection, page)).orElse(List.of());
  }

  private List<JsonNode> list(ResourceTypes.ResourceType type, Selection selection, int size) {
    String path = type.collection(Optional.ofNullable(selection.namespace()));
    List<JsonNode> items = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = connection.call("GET", path, selection.query(size, next));
      page.path("items").forEach(items::add);
      next = page.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return items;
  }

  /**
   * Server-side apply: makes the fields that the manifest names so, taking them over from whoever
   * else set them; leaves all others alone. Applying the same again changes nothing.
   */
  public JsonNode apply(JsonNode manifest) {
    return apply(ObjectRef.of(manifest), "", manifest);
  }

  private JsonNode apply(ObjectRef ref, String subresource, JsonNode manifest) {
    String path = types.of(ref.apiVersion(), ref.kind()).object(ref) + subresource;
    return connection.call(
        "PATCH", path, Map.of("fieldManager", FIELD_MANAGER, "force", "true"), APPLY, manifest);
  }

  /**
   * Applies several: definitions of kinds first, waiting until they are served; then namespaces;
   * then the rest in the given order.
   *
   * @param beforeEach called before each change; throws to stop
   */
  public void applyAll(List<JsonNode> manifests, Consumer<ObjectRef> beforeEach) {
    List<JsonNode> ordered = Manifests.inOrderOfNeed(manifests);
    List<JsonNode> definitions =
        ordered.stream().filter(Manifests::isCustomResourceDefinition).toList();
    definitions.forEach(manifest -> applyOne(manifest, beforeEach));
    definitions.forEach(this::awaitServed);
    ordered.stream().skip(definitions.size()).forEach(manifest -> applyOne(manifest, beforeEach));
  }

  private void applyOne(JsonNode manifest, Consumer<ObjectRef> beforeEach) {
    beforeEach.accept(ObjectRef.of(manifest));
    apply(manifest);
  }

  private void awaitServed(JsonNode definition) {
    ObjectRef ref = ObjectRef.of(definition);
    ServedKinds served = ServedKinds.of(definition);
    Wait.until(ref + " is established and served")
        .within(ESTABLISHED)
        .orFail(ErrorCode.KUBERNETES_REJECTED)
        .poll(() -> look(ref, served));
  }

  private Seen<Boolean> look(ObjectRef ref, ServedKinds served) {
    String state = get(ref).map(Conditions::established).orElse("it does not exist");
    if (!state.isEmpty()) {
      return Seen.notYet(state);
    }
    return served.versions().stream()
            .allMatch(version -> types.find(version, served.kind()).isPresent())
        ? Seen.yes(true)
        : Seen.notYet("established, but not yet in the API's discovery");
  }

  /** Server-side apply of the status alone: for tests and controllers. */
  public JsonNode applyStatus(JsonNode manifest) {
    return apply(ObjectRef.of(manifest), "/status", manifest);
  }

  /** Creates an object that may exist already. */
  public void createIfMissing(JsonNode manifest) {
    ObjectRef ref = ObjectRef.of(manifest);
    ResourceTypes.ResourceType type = types.of(ref.apiVersion(), ref.kind());
    String path = type.object(ref);
    try {
      connection.call(
          "POST",
          path.substring(0, path.lastIndexOf('/')),
          Map.of("fieldManager", FIELD_MANAGER),
          JSON,
          manifest);
    } catch (KubernetesException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  public JsonNode mergePatch(ObjectRef ref, JsonNode patch) {
    return patch(ref, MERGE, patch);
  }

  /** RFC 6902; a {@code test} of {@code /metadata/resourceVersion} makes it a compare-and-set. */
  public JsonNode jsonPatch(ObjectRef ref, JsonNode patch) {
    return patch(ref, JSON_PATCH, patch);
  }

  private JsonNode patch(ObjectRef ref, String contentType, JsonNode patch) {
    String path = types.of(ref.apiVersion(), ref.kind()).object(ref);
    return connection.call(
        "PATCH", path, Map.of("fieldManager", FIELD_MANAGER), contentType, patch);
  }

  /**
   * Reads an object, computes a merge patch from it and applies that if the object is still as it
   * was read; else starts again. For lists that belong to several owners, such as a node's taints.
   *
   * @return the object afterwards
   */
  public JsonNode change(ObjectRef ref, ChangeOf change) {
    for (int i = 0; ; i++) {
      JsonNode now = require(ref);
      Optional<ObjectNode> patch = change.of(now);
      if (patch.isEmpty()) {
        return now;
      }
      patch
          .get()
          .withObject("/metadata")
          .set("resourceVersion", now.path("metadata").path("resourceVersion"));
      try {
        return mergePatch(ref, patch.get());
      } catch (KubernetesException e) {
        if (!e.isConflict() || i == CHANGE_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Computes a merge patch from an object as it is; empty when it is as wanted. */
  @FunctionalInterface
  public interface ChangeOf {
    Optional<ObjectNode> of(JsonNode now);
  }

  private JsonNode require(ObjectRef ref) {
    return get(ref)
        .orElseThrow(() ->
            new KubernetesException(
                ErrorCode.KUBERNETES_REJECTED,
                404,
                "NotFound",
                ref + " does not exist in the cluster at " + address()));
  }

  /** Deletes it and what it owns, in the background; already gone is success. */
  public void delete(ObjectRef ref) {
    Optional<ResourceTypes.ResourceType> type = types.find(ref.apiVersion(), ref.kind());
    type.ifPresent(known ->
        unlessGone(() ->
            connection.call(
                "DELETE", known.object(ref), Map.of("propagationPolicy", "Background"))));
  }

  private static Optional<JsonNode> unlessGone(java.util.function.Supplier<JsonNode> call) {
    try {
      return Optional.of(call.get());
    } catch (KubernetesException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
