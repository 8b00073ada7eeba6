package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API server of one cluster, reached with a kubeconfig that is given as text: the machine's own
 * kubeconfig is never looked at. Objects are JSON as the API server shows them; a client's typed
 * models would send fields that nobody set.
 *
 * <p>Every call has a deadline, and an unanswered one is tried again ({@link KubernetesSettings});
 * errors are {@link KubernetesException}s. Safe for use by many threads.
 */
public final class KubernetesApi implements AutoCloseable {

  /** Who owns the fields that the line applies. */
  public static final String FIELD_MANAGER = "clusterline";

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final Map<String, String> BY_US = Map.of("fieldManager", FIELD_MANAGER);

  private final Connection connection;
  private final ResourceTypes types;

  private KubernetesApi(Connection connection) {
    this.connection = connection;
    this.types = new ResourceTypes(connection);
  }

  /**
   * @param calls shared by all connections of the process
   */
  public static KubernetesApi connect(Secret kubeconfig, KubernetesCalls calls) {
    return new KubernetesApi(new Connection(Kubeconfig.parse(kubeconfig), calls));
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
    return types
        .find(ref.apiVersion(), ref.kind())
        .flatMap(type -> unlessGone(() -> connection.call("GET", type.object(ref), Map.of())));
  }

  /** All objects that the selection names; none when the kind is not known (yet). */
  public List<JsonNode> list(Selection selection) {
    return list(selection, Listing.PAGE, Connection.JSON);
  }

  /** As {@link #list}, but only {@code metadata}: for large objects and for secrets. */
  public List<JsonNode> listMetadata(Selection selection) {
    return list(selection, Listing.PAGE, Listing.METADATA);
  }

  List<JsonNode> list(Selection selection, int page, String accept) {
    return new Listing(connection, types, page, accept).of(selection);
  }

  /** Whether the API serves a kind now. */
  boolean serves(String apiVersion, String kind) {
    return types.find(apiVersion, kind).isPresent();
  }

  /**
   * Server-side apply: makes the fields that the manifest names so, taking them over from whoever
   * else set them; leaves all others alone. Applying the same again changes nothing. A {@code
   * status}, which some published manifests carry, is not ours to set and left out.
   */
  public JsonNode apply(JsonNode manifest) {
    return apply("", Manifests.withoutStatus(manifest));
  }

  /** Server-side apply of the status alone: for tests and controllers. */
  public JsonNode applyStatus(JsonNode manifest) {
    return apply("/status", manifest);
  }

  private JsonNode apply(String subresource, JsonNode manifest) {
    String path = pathOf(ObjectRef.of(manifest)) + subresource;
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
    new OrderedApply(this, beforeEach).apply(manifests);
  }

  /** Creates an object; one that exists stays as it is. */
  public void createIfMissing(JsonNode manifest) {
    String path = pathOf(ObjectRef.of(manifest));
    String collection = path.substring(0, path.lastIndexOf('/'));
    try {
      connection.call("POST", collection, BY_US, Connection.JSON, manifest);
    } catch (KubernetesException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  public JsonNode mergePatch(ObjectRef ref, JsonNode patch) {
    return connection.call("PATCH", pathOf(ref), BY_US, MERGE, patch);
  }

  /** RFC 6902; a {@code test} of {@code /metadata/resourceVersion} makes it a compare-and-set. */
  public JsonNode jsonPatch(ObjectRef ref, JsonNode patch) {
    return connection.call("PATCH", pathOf(ref), BY_US, JSON_PATCH, patch);
  }

  /** Computes a merge patch from an object as it is; empty when it is as wanted. */
  @FunctionalInterface
  public interface ChangeOf {
    Optional<ObjectNode> of(JsonNode now);
  }

  /**
   * Reads an object, computes a merge patch from it and applies that if the object is still as it
   * was read; else starts again. For lists that belong to several owners, such as a node's taints.
   *
   * @return the object afterwards
   */
  public JsonNode change(ObjectRef ref, ChangeOf change) {
    return new OptimisticChange(this, ref, change).make();
  }

  /** Deletes it, and what it owns in the background; already gone is success. */
  public void delete(ObjectRef ref) {
    Map<String, String> options = Map.of("propagationPolicy", "Background");
    types
        .find(ref.apiVersion(), ref.kind())
        .ifPresent(type -> unlessGone(() -> connection.call("DELETE", type.object(ref), options)));
  }

  /** Deletes a pod that gets only so long to end. */
  public void deletePod(String namespace, String name, Duration grace) {
    ObjectRef ref = ObjectRef.namespaced("v1", "Pod", namespace, name);
    Map<String, String> options = Map.of("gracePeriodSeconds", Long.toString(grace.toSeconds()));
    unlessGone(() -> connection.call("DELETE", pathOf(ref), options));
  }

  private String pathOf(ObjectRef ref) {
    return types.of(ref.apiVersion(), ref.kind()).object(ref);
  }

  private static Optional<JsonNode> unlessGone(Supplier<JsonNode> call) {
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
