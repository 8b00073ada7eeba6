package io.clusterline.kubernetes;

import com.google.gson.JsonElement;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.kubernetes.ResourceTypes.ResourceType;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesListObject;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kubernetes.client.util.generic.dynamic.Dynamics;
import io.kubernetes.client.util.generic.options.CreateOptions;
import io.kubernetes.client.util.generic.options.DeleteOptions;
import io.kubernetes.client.util.generic.options.ListOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API server of one cluster, reached with a kubeconfig that is given as text: the machine's own
 * kubeconfig is never read. Objects are JSON as the API server shows them; a client's typed models
 * would send fields that were never set.
 *
 * <p>Every call has a deadline, and an unanswered one is tried again ({@link KubernetesSettings});
 * errors are {@link KubernetesException}s. Safe for use by many threads.
 */
public final class KubernetesApi implements AutoCloseable {

  /** The field manager of the fields that Clusterline applies. */
  public static final String FIELD_MANAGER = "clusterline";

  private static final int PAGE = 500;
  private static final Map<String, String> BY_US = Map.of("fieldManager", FIELD_MANAGER);

  private final Server server;
  private final ResourceTypes types;

  KubernetesApi(Server server) {
    this.server = server;
    this.types = new ResourceTypes(server);
  }

  /**
   * @param calls shared by all connections of the process
   */
  public static KubernetesApi connect(Secret kubeconfig, KubernetesCalls calls) {
    return new KubernetesApi(new Server(EmbeddedKubeconfig.parse(kubeconfig), calls));
  }

  /** {@code host:port}, for messages. */
  public String address() {
    return server.address();
  }

  /** The API server's version as it reports it: {@code v1.36.3}. */
  public String version() {
    return Server.json(server.get("/version", JsonElement.class)).path("gitVersion").asString();
  }

  /**
   * @throws KubernetesException {@link ErrorCode#KUBERNETES_UNREACHABLE} with the failed checks
   *     unless the API server calls itself ready
   */
  public void requireReady() {
    server.get("/readyz", String.class);
  }

  public Optional<JsonNode> get(ObjectRef ref) {
    return types.find(ref.apiVersion(), ref.kind()).flatMap(type -> get(type, ref));
  }

  private Optional<JsonNode> get(ResourceType type, ObjectRef ref) {
    String namespace = type.namespace(ref);
    return emptyIfNotFound(() ->
        object(
            "GET " + type.object(ref),
            () ->
                namespace == null
                    ? type.api().get(ref.name())
                    : type.api().get(namespace, ref.name())));
  }

  /** All objects that the selection names; none when the kind is not known (yet). */
  public List<JsonNode> list(Selection selection) {
    return list(selection, selection.options(PAGE));
  }

  /** As {@link #list}, but only {@code metadata}: for large objects and for secrets. */
  public List<JsonNode> listMetadata(Selection selection) {
    return list(selection, selection.options(PAGE).isPartialObjectMetadataListRequest(true));
  }

  List<JsonNode> list(Selection selection, ListOptions options) {
    return types
        .find(selection.apiVersion(), selection.kind())
        .map(type -> list(type, selection.namespace(), options))
        .orElse(List.of());
  }

  /** Page by page: a large collection in one answer would be a burden to the server. */
  private List<JsonNode> list(ResourceType type, @Nullable String namespace, ListOptions options) {
    List<JsonNode> items = new ArrayList<>();
    do {
      DynamicKubernetesListObject found =
          server.call(
              "GET " + type.collection(namespace),
              () ->
                  namespace == null
                      ? type.api().list(options)
                      : type.api().list(namespace, options));
      JsonNode page = Server.json(Objects.requireNonNull(found).getRaw());
      page.path("items").forEach(items::add);
      options.setContinue(page.path("metadata").path("continue").asString(""));
    } while (!options.getContinue().isEmpty());
    return items;
  }

  /** Whether the API serves a kind now. */
  boolean serves(String apiVersion, String kind) {
    return types.find(apiVersion, kind).isPresent();
  }

  /**
   * Server-side apply: sets the fields that the manifest names, taking over their ownership; all
   * others are unchanged. Applying the same again changes nothing. A {@code status}, which some
   * published manifests carry, belongs to the cluster and is left out.
   */
  public JsonNode apply(JsonNode manifest) {
    return apply("", Manifests.withoutStatus(manifest));
  }

  /** Server-side apply of the status alone: for tests and controllers. */
  public JsonNode applyStatus(JsonNode manifest) {
    return apply("/status", manifest);
  }

  private JsonNode apply(String subresource, JsonNode manifest) {
    return server.patch(
        pathOf(ObjectRef.of(manifest)) + subresource,
        V1Patch.PATCH_FORMAT_APPLY_YAML,
        Map.of("fieldManager", FIELD_MANAGER, "force", "true"),
        manifest);
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

  /** Creates an object; an existing one is unchanged. */
  public void createIfMissing(JsonNode manifest) {
    ObjectRef ref = ObjectRef.of(manifest);
    ResourceType type = types.of(ref.apiVersion(), ref.kind());
    String namespace = type.namespace(ref);
    CreateOptions options = new CreateOptions();
    options.setFieldManager(FIELD_MANAGER);
    DynamicKubernetesObject object = Dynamics.newFromJson(manifest.toString());
    try {
      server.call(
          "POST " + type.collection(namespace),
          () ->
              namespace == null
                  ? type.api().create(object, options)
                  : type.api().create(namespace, object, options));
    } catch (KubernetesException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  public JsonNode mergePatch(ObjectRef ref, JsonNode patch) {
    return server.patch(pathOf(ref), V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, BY_US, patch);
  }

  /** Computes a merge patch from the present object; empty when it already matches. */
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

  /** Deletes it, and its dependents in the background; a missing object is success. */
  public void delete(ObjectRef ref) {
    DeleteOptions options = new DeleteOptions();
    options.setPropagationPolicy("Background");
    delete(ref, options);
  }

  /** Deletes a pod that gets only so long to end. */
  public void deletePod(String namespace, String name, Duration grace) {
    DeleteOptions options = new DeleteOptions();
    options.setGracePeriodSeconds(grace.toSeconds());
    delete(ObjectRef.namespaced("v1", "Pod", namespace, name), options);
  }

  /** As {@link Server#evict}. */
  Optional<String> evict(JsonNode pod) {
    return server.evict(Eviction.of(pod));
  }

  private void delete(ObjectRef ref, DeleteOptions options) {
    types
        .find(ref.apiVersion(), ref.kind())
        .ifPresent(type -> emptyIfNotFound(() -> delete(type, ref, options)));
  }

  private Optional<JsonNode> delete(ResourceType type, ObjectRef ref, DeleteOptions options) {
    String namespace = type.namespace(ref);
    return object(
        "DELETE " + type.object(ref),
        () ->
            namespace == null
                ? type.api().delete(ref.name(), options)
                : type.api().delete(namespace, ref.name(), options));
  }

  private Optional<JsonNode> object(
      String call, Supplier<KubernetesApiResponse<DynamicKubernetesObject>> answer) {
    return Optional.ofNullable(server.call(call, answer))
        .map(object -> Server.json(object.getRaw()));
  }

  /**
   * Waits for a state of objects of these kinds: polls whenever a watch reports a change, and now
   * and then besides. Where the API server refuses watches, it polls at the pace of the wait.
   *
   * @param selections the collections of the objects that the poll reads
   */
  public <T> T await(Wait wait, List<Selection> selections, Supplier<Seen<T>> look) {
    try (Changes changes = new Changes(server, types, selections)) {
      return wait.pausing(changes).poll(look);
    }
  }

  private String pathOf(ObjectRef ref) {
    return types.of(ref.apiVersion(), ref.kind()).object(ref);
  }

  private static Optional<JsonNode> emptyIfNotFound(Supplier<Optional<JsonNode>> call) {
    try {
      return call.get();
    } catch (KubernetesException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
