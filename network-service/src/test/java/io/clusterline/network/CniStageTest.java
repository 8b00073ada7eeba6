package io.clusterline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against a real API server. */
class CniStageTest {

  private static final Address CALICO = Address.parse("calico/manifest");
  private static final ObjectRef CONFIG =
      ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "calico-config");
  private static final ObjectRef COREDNS =
      ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "coredns");

  private World world;

  @BeforeEach
  void kubeadmHasMadeCoreDns() {
    world = new World();
    world.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: coredns, namespace: kube-system}
        spec:
          selector: {matchLabels: {k8s-app: kube-dns}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              containers: [{name: coredns, image: x}]
              tolerations:
                - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
        """);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givenAFreshCluster_whenApplied_thenCalicoIsThereAsVxlan() {
    StageReport report = world.applyCni(world.cluster());

    assertThat(report.failures()).isEmpty();
    assertThat(config().path("data").path("calico_backend").asString()).isEqualTo("vxlan");
    assertThat(world.api.list(Selection.all("crd.projectcalico.org/v1", "IPPool"))).isEmpty();
    assertThat(calicoKinds()).hasSize(11);
  }

  @Test
  void givenAppliedCalico_whenAppliedAgain_thenNothingChanges() {
    world.applyCni(world.cluster());
    String before = config().path("metadata").path("resourceVersion").asString();

    StageReport again = world.applyCni(world.cluster());

    assertThat(again.changedNothing()).isTrue();
    assertThat(config().path("metadata").path("resourceVersion").asString()).isEqualTo(before);
  }

  @Test
  void givenACalicoSwitchedBackToBird_whenApplied_thenItIsRepaired() {
    world.applyCni(world.cluster());
    world.api.mergePatch(
        CONFIG, Manifests.parse("{data: {calico_backend: bird, other: kept}}").getFirst());

    StageReport report = world.applyCni(world.cluster());

    assertThat(report.outcomes()).containsEntry(CALICO, Outcome.CHANGED);
    assertThat(config().path("data").path("calico_backend").asString()).isEqualTo("vxlan");
    assertThat(config().path("data").path("other").asString()).isEqualTo("kept");
  }

  @Test
  void givenATaintedControlPlane_whenApplied_thenCoreDnsToleratesItBesideItsOwn() {
    world.applyCni(world.cluster());

    assertThat(world.api.get(COREDNS).orElseThrow().at("/spec/template/spec/tolerations"))
        .extracting(toleration -> toleration.path("key").asString())
        .containsExactly("node-role.kubernetes.io/control-plane", "role");
  }

  @Test
  void givenAppliedCalico_whenRemoved_thenItsObjectsAreDeleted() {
    world.applyCni(world.cluster());

    assertThat(world.removeCni(world.cluster()).succeeded()).isTrue();

    assertThat(world.api.get(CONFIG)).isEmpty();
    assertThat(calicoKinds()).isEmpty();
    assertThat(world.removeCni(world.cluster()).succeeded()).isTrue();
  }

  @Test
  void givenTheMirrorLacksTheManifest_whenApplied_thenTheAddressIsNamed() {
    world.mirror.failWith(404);

    StageReport report = world.applyCni(world.cluster());

    assertThat(report.failures().get(CALICO).code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
    assertThat(report.failures().get(CALICO))
        .hasMessage(world.mirror.base() + "/calico/v3.32.2/calico.yaml was answered with 404");
  }

  private List<String> calicoKinds() {
    return world
        .api
        .listMetadata(Selection.all("apiextensions.k8s.io/v1", "CustomResourceDefinition"))
        .stream()
        .map(kind -> kind.path("metadata").path("name").asString())
        .filter(name -> name.endsWith(".crd.projectcalico.org"))
        .toList();
  }

  private JsonNode config() {
    return world.api.get(CONFIG).orElseThrow();
  }
}
