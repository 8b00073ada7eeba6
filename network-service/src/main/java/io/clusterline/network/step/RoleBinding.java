package io.clusterline.network.step;

import static java.util.stream.Collectors.toCollection;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.GrantSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A grant of the specification, in one namespace or in the whole cluster. The role is a part of the
 * name: Kubernetes refuses to change the role of a binding that exists.
 *
 * @param namespace null: the whole cluster
 */
public record RoleBinding(GrantSpec grant, @Nullable String namespace)
    implements Step<ClusterNetwork, RoleBinding.Bound> {

  /**
   * The recorded value.
   *
   * @param namespace null: a ClusterRoleBinding
   */
  public record Bound(String name, @Nullable String namespace) {}

  public static final Kind<ClusterNetwork, Bound> KIND =
      Kind.<ClusterNetwork, Bound>of(
              "role-binding",
              Bound.class,
              RoleBinding::remove,
              (network, intent) -> Optional.of(bound(intent.address().key())))
          .with(Trait.IN_CLUSTER);

  private static final String RBAC = "rbac.authorization.k8s.io";

  /** The bindings of the grants: one in each namespace, or one for the whole cluster. */
  public static List<RoleBinding> of(List<GrantSpec> grants) {
    return grants.stream().flatMap(RoleBinding::of).toList();
  }

  private static Stream<RoleBinding> of(GrantSpec grant) {
    return grant.isClusterWide()
        ? Stream.of(new RoleBinding(grant, null))
        : grant.namespaces().stream().map(namespace -> new RoleBinding(grant, namespace));
  }

  @Override
  public Kind<ClusterNetwork, Bound> kind() {
    return KIND;
  }

  /** {@code backend.operator.auth}, or without a namespace; names hold no dot. */
  @Override
  public String key() {
    String named = grant.name() + "." + role();
    return namespace == null ? named : named + "." + namespace;
  }

  private static Bound bound(String key) {
    List<String> parts = List.of(key.split("\\."));
    return new Bound(
        "clusterline:" + parts.get(0) + ":" + parts.get(1), parts.size() < 3 ? null : parts.get(2));
  }

  private String role() {
    return grant.role().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Found<Bound> find(ClusterNetwork network) {
    Bound bound = bound(key());
    JsonNode now = network.kubernetes().get(ref(bound)).orElse(null);
    if (now == null) {
      return Found.missing();
    }
    Set<String> before = names(now.path("subjects"));
    Set<String> after = names(subjects());
    return before.equals(after)
        ? Found.inSync(bound)
        : Found.drifted(bound, new Change("subjects", before.toString(), after.toString()));
  }

  @Override
  public Bound apply(ClusterNetwork network, Found<Bound> found) {
    Bound bound = bound(key());
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", RBAC + "/v1").put("kind", ref(bound).kind());
    ObjectNode metadata = manifest.putObject("metadata").put("name", bound.name());
    if (namespace != null) {
      metadata.put("namespace", namespace);
    }
    ObjectNode role = manifest.putObject("roleRef").put("apiGroup", RBAC);
    role.put("kind", "ClusterRole").put("name", clusterRole());
    manifest.set("subjects", subjects());
    network.kubernetes().apply(manifest);
    return bound;
  }

  private String clusterRole() {
    return namespace == null ? grant.role().inCluster() : grant.role().inNamespace();
  }

  private ArrayNode subjects() {
    ArrayNode subjects = Json.MAPPER.createArrayNode();
    for (String group : grant.groups()) {
      subjects.addObject().put("kind", "Group").put("apiGroup", RBAC).put("name", group);
    }
    for (String account : grant.serviceAccounts()) {
      ObjectNode subject = subjects.addObject().put("kind", "ServiceAccount");
      subject.put("name", account).put("namespace", namespace);
    }
    return subjects;
  }

  private static Set<String> names(JsonNode subjects) {
    return subjects
        .valueStream()
        .map(each -> each.path("kind").asString("") + " " + each.path("name").asString(""))
        .collect(toCollection(TreeSet::new));
  }

  private static void remove(ClusterNetwork network, Bound bound) {
    network.beforeMutation();
    network.kubernetes().delete(ref(bound));
  }

  private static ObjectRef ref(Bound bound) {
    return new ObjectRef(
        RBAC + "/v1",
        bound.namespace() == null ? "ClusterRoleBinding" : "RoleBinding",
        bound.namespace(),
        bound.name());
  }
}
