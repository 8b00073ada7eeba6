package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.failure.ErrorCode;
import io.clusterline.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class KubernetesApiTest {

  private static KubernetesApi api;

  @BeforeAll
  static void connect() {
    api = ApiServer.shared().connect();
  }

  @AfterAll
  static void close() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void givenAKubeconfigOfKubeadm_whenConnected_thenTheServerReportsItsVersionAndIsReady() {
    api.requireReady();

    assertThat(api.version()).startsWith("v1.36.");
  }

  @Test
  void givenAnAppliedObject_whenAppliedAgain_thenNothingChanges() {
    JsonNode manifest = configMap(ApiServer.uniqueName("twice"), "a", "1");

    JsonNode first = api.apply(manifest);
    JsonNode second = api.apply(manifest);

    assertThat(resourceVersion(second)).isEqualTo(resourceVersion(first));
  }

  @Test
  void givenAFieldOfAnotherOwner_whenApplied_thenOnlyOurFieldsChange() {
    String name = ApiServer.uniqueName("shared");
    ObjectRef ref = ObjectRef.namespaced("v1", "ConfigMap", "default", name);
    api.apply(configMap(name, "ours", "1"));
    api.mergePatch(ref, Json.MAPPER.readTree("{\"data\":{\"theirs\":\"x\",\"ours\":\"9\"}}"));

    JsonNode after = api.apply(configMap(name, "ours", "2"));

    assertThat(after.path("data").toString()).isEqualTo("{\"ours\":\"2\",\"theirs\":\"x\"}");
  }

  @Test
  void givenAnObjectBeforeItsDefinition_whenAllApplied_thenTheDefinitionIsFirstAndIsAwaited() {
    String group = ApiServer.uniqueName("g") + ".test";
    List<ObjectRef> order = new ArrayList<>();

    api.applyAll(Manifests.parse(widgets(group)), order::add);

    assertThat(order).extracting(ObjectRef::kind).containsExactly(Kinds.CRD, "Namespace", "Widget");
    assertThat(api.list(Selection.all(group + "/v1", "Widget"))).hasSize(1);
  }

  @Test
  void givenAnUnknownKind_whenApplied_thenTheErrorNamesItAndTheFix() {
    JsonNode manifest =
        Manifests.parse("{apiVersion: no.such/v1, kind: Thing, metadata: {name: x}}").getFirst();

    assertThatThrownBy(() -> api.apply(manifest))
        .isInstanceOfSatisfying(
            KubernetesException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_REJECTED))
        .hasMessageContaining("Thing in no.such/v1")
        .hasMessageContaining("CustomResourceDefinition");
  }

  @Test
  void givenAnInvalidObject_whenApplied_thenTheServersOwnWordsAreInTheError() {
    JsonNode manifest =
        Manifests.parse(
                "{apiVersion: v1, kind: Service, metadata: {name: bad, namespace: default}, "
                    + "spec: {ports: [{port: 99999}]}}")
            .getFirst();

    assertThatThrownBy(() -> api.apply(manifest))
        .isInstanceOfSatisfying(
            KubernetesException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_REJECTED);
              assertThat(e.reason()).isEqualTo("Invalid");
            })
        .hasMessageContaining("spec.ports[0].port");
  }

  @Test
  void givenASecretThatIsRefused_whenApplied_thenItsContentIsNotInTheError() {
    JsonNode manifest =
        Manifests.parse(
                "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: no-such-namespace}, "
                    + "stringData: {password: hunter2}}")
            .getFirst();

    assertThatThrownBy(() -> api.apply(manifest))
        .hasMessageContaining("no-such-namespace")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void givenAnotherWriterInBetween_whenChanged_thenItIsReadAgainAndBothChangesAreKept() {
    ObjectRef node = ObjectRef.node(ApiServer.uniqueName("n"));
    api.apply(node(node.name()));
    AtomicInteger looks = new AtomicInteger();

    api.change(
        node,
        now -> {
          if (looks.incrementAndGet() == 1) {
            api.mergePatch(
                node, Json.MAPPER.readTree("{\"metadata\":{\"labels\":{\"theirs\":\"x\"}}}"));
          }
          return Optional.of(label("ours", "y"));
        });

    assertThat(looks).hasValue(2);
    assertThat(api.get(node).orElseThrow().path("metadata").path("labels").toString())
        .contains("\"ours\":\"y\"", "\"theirs\":\"x\"");
  }

  @Test
  void givenAnObjectAsWanted_whenChangedByNothing_thenItIsNotWritten() {
    ObjectRef node = ObjectRef.node(ApiServer.uniqueName("n"));
    JsonNode before = api.apply(node(node.name()));

    JsonNode after = api.change(node, now -> Optional.empty());

    assertThat(resourceVersion(after)).isEqualTo(resourceVersion(before));
  }

  @Test
  void givenADeletedObject_whenDeleted_thenThatIsSuccess() {
    ObjectRef ref =
        ObjectRef.namespaced("v1", "ConfigMap", "default", ApiServer.uniqueName("gone"));
    api.apply(configMap(ref.name(), "a", "1"));

    api.delete(ref);
    api.delete(ref);

    assertThat(api.get(ref)).isEmpty();
  }

  @Test
  void givenAnObjectThatExists_whenCreatedIfMissing_thenItStaysAsItWas() {
    String name = ApiServer.uniqueName("once");
    api.createIfMissing(configMap(name, "a", "1"));

    api.createIfMissing(configMap(name, "a", "2"));

    ObjectRef ref = ObjectRef.namespaced("v1", "ConfigMap", "default", name);
    assertThat(api.get(ref).orElseThrow().path("data").path("a").asString()).isEqualTo("1");
  }

  @Test
  void givenMoreObjectsThanAPageHolds_whenListed_thenAllAreThere() {
    String namespace = ApiServer.uniqueName("many");
    api.apply(
        Manifests.parse("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}")
            .getFirst());
    for (int i = 0; i < 7; i++) {
      api.apply(inNamespace(configMap("c" + i, "a", "1"), namespace));
    }

    Selection selection = Selection.all("v1", "ConfigMap").in(namespace);
    assertThat(api.list(selection, selection.options(3))).hasSize(7);
    assertThat(api.listMetadata(selection)).hasSize(7).noneMatch(object -> object.has("data"));
  }

  private static JsonNode configMap(String name, String key, String value) {
    return Manifests.parse(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}, data: {%s: '%s'}}"
                .formatted(name, key, value))
        .getFirst();
  }

  private static JsonNode inNamespace(JsonNode manifest, String namespace) {
    ((ObjectNode) manifest).withObject("/metadata").put("namespace", namespace);
    return manifest;
  }

  private static JsonNode node(String name) {
    return Manifests.parse("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(name))
        .getFirst();
  }

  private static ObjectNode label(String key, String value) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.withObject("/metadata/labels").put(key, value);
    return patch;
  }

  private static String resourceVersion(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asString();
  }

  private static String widgets(String group) {
    return """
    apiVersion: GROUP/v1
    kind: Widget
    metadata: {name: w, namespace: NAMESPACE}
    spec: {size: 1}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: NAMESPACE}
    ---
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.GROUP}
    spec:
      group: GROUP
      scope: Namespaced
      names: {kind: Widget, plural: widgets, singular: widget}
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    status: {acceptedNames: {kind: "", plural: ""}, conditions: null, storedVersions: null}
    """
        .replace("NAMESPACE", group.replace('.', '-'))
        .replace("GROUP", group);
  }
}
