package io.clusterline.network.calico;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.TaintEffect;
import io.clusterline.spec.TaintSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class VxlanOverlayTest {

  private static final URI SOURCE = URI.create("http://localhost/calico.yaml");
  private static final List<TaintSpec> TAINTS =
      List.of(new TaintSpec("role", "control-plane", TaintEffect.NoSchedule));
  private static final CalicoSettings SETTINGS = new CalicoSettings("10.244.0.0/16", null, TAINTS);

  @Test
  void givenThePublishedManifest_whenOverlaid_thenExactlyTheGoldenChangesAreMade()
      throws IOException {
    List<JsonNode> published = published();
    List<JsonNode> changed = new ArrayList<>();
    List<JsonNode> overlaid = new VxlanOverlay(SETTINGS).applyTo(published, SOURCE);
    for (int i = 0; i < published.size(); i++) {
      if (!overlaid.get(i).equals(published.get(i))) {
        changed.add(overlaid.get(i));
      }
    }

    String golden = Files.readString(Path.of("src/test/resources/calico/changed.yaml"));
    assertThat(changed).containsExactlyElementsOf(Manifests.parse(golden));
  }

  @Test
  void givenThePublishedManifest_whenOverlaid_thenItStaysAsItIs() throws IOException {
    List<JsonNode> published = published();

    new VxlanOverlay(SETTINGS).applyTo(published, SOURCE);

    assertThat(published).isEqualTo(published());
  }

  @Test
  void givenAnOverlaidManifest_whenOverlaidAgain_thenNothingChanges() throws IOException {
    VxlanOverlay overlay = new VxlanOverlay(SETTINGS);
    List<JsonNode> once = overlay.applyTo(published(), SOURCE);

    assertThat(overlay.applyTo(once, SOURCE)).isEqualTo(once);
  }

  @Test
  void givenAnImageMirror_whenOverlaid_thenEveryImageIsThereUnderItsFullName() throws IOException {
    List<JsonNode> overlaid =
        new VxlanOverlay(new CalicoSettings("10.244.0.0/16", "mirror.example/all", List.of()))
            .applyTo(published(), SOURCE);

    assertThat(overlaid.stream().flatMap(object -> object.findValues("image").stream()))
        .hasSize(5)
        .allSatisfy(
            image -> assertThat(image.asString()).startsWith("mirror.example/all/quay.io/calico/"));
  }

  /** The images that are pulled ahead are those of the manifest. */
  @Test
  void givenThePublishedManifest_whenItsImagesAreRead_thenTheReleaseNamesThem() throws IOException {
    CalicoRelease release = CalicoRelease.bundled();

    assertThat(images(find(published(), CalicoObjects.NODE_AGENT)))
        .containsExactlyInAnyOrderElementsOf(release.nodeImages());
    assertThat(images(find(published(), CalicoObjects.CONTROLLERS)))
        .containsExactlyInAnyOrderElementsOf(release.controllerImages());
  }

  private static Set<String> images(JsonNode workload) {
    return workload.findValues("image").stream().map(JsonNode::asString).collect(toSet());
  }

  /** Started every few seconds, a program costs CPU credits; as newer manifests write it too. */
  @ParameterizedTest
  @ValueSource(strings = {"/bin/calico-node -felix-ready -bird-ready", "calico --felix-ready"})
  void givenProbesThatAskFelixOnly_whenOverlaid_thenTheKubeletAsksByHttpAndStartsNoProgram(
      String command) throws IOException {
    JsonNode probe = readinessProbe(command);

    assertThat(probe.has("exec")).isFalse();
    assertThat(probe.path("httpGet"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"host": "localhost", "path": "/readiness", "port": 9099}
                """));
  }

  @Test
  void givenAProbeThatAsksMore_whenOverlaid_thenItIsAskedAsOftenAsPublished() throws IOException {
    JsonNode probe = readinessProbe("calico --felix-ready --bird-ready --else-ready");

    assertThat(probe.at("/exec/command"))
        .extracting(JsonNode::asString)
        .containsExactly("calico", "--felix-ready", "--else-ready");
    assertThat(probe.path("periodSeconds").asInt()).isEqualTo(10);
  }

  private static JsonNode readinessProbe(String command) throws IOException {
    List<JsonNode> published = published();
    ObjectNode probe =
        (ObjectNode)
            find(published, CalicoObjects.NODE_AGENT)
                .at("/spec/template/spec/containers/0/readinessProbe/exec");
    ArrayNode words = probe.putArray("command");
    List.of(command.split(" ")).forEach(words::add);
    return find(new VxlanOverlay(SETTINGS).applyTo(published, SOURCE), CalicoObjects.NODE_AGENT)
        .at("/spec/template/spec/containers/0/readinessProbe");
  }

  @Test
  void givenSomethingElse_whenOverlaid_thenWhatIsMissingIsNamed() {
    assertThatThrownBy(() -> new VxlanOverlay(SETTINGS).applyTo(List.of(), SOURCE))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED))
        .hasMessage(
            SOURCE + " is not Calico's manifest: it has no ConfigMap kube-system/calico-config");
  }

  private static JsonNode find(List<JsonNode> objects, ObjectRef ref) {
    return objects.stream().filter(o -> ObjectRef.of(o).equals(ref)).findFirst().orElseThrow();
  }

  /** The sandbox's stand-in of the version that is shipped: so it must be there. */
  private static List<JsonNode> published() throws IOException {
    String version = CalicoRelease.bundled().version();
    return Manifests.parse(
        Files.readString(Path.of("../sandbox/mirror/manifests/calico", version, "calico.yaml")));
  }
}
