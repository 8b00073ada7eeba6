package io.clusterline.network.calico;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.TaintEffect;
import io.clusterline.spec.TaintSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/**
 * Tests the changes to Calico's published manifest. The golden lines were written from the real
 * one; the sandbox's stand-in has to be changed in just these places. With the real manifest at
 * hand: {@code -Dclusterline.calico=FILE}.
 */
class RealManifestTest {

  private static final Path GOLDEN = Path.of("src/test/resources/calico/real-changes.txt");
  private static final CalicoSettings SETTINGS =
      new CalicoSettings(
          "10.244.0.0/16",
          null,
          List.of(new TaintSpec("role", "control-plane", TaintEffect.NoSchedule)));

  @Test
  void givenTheStandInWhenOverlaidThenItChangesWhereTheRealManifestDoes() throws IOException {
    Path standIn =
        Path.of(
            "../sandbox/mirror/manifests/calico", CalicoRelease.bundled().version(), "calico.yaml");

    assertThat(changes(standIn)).isEqualTo(Files.readAllLines(GOLDEN));
  }

  @Test
  @EnabledIfSystemProperty(named = "clusterline.calico", matches = ".+")
  void givenTheRealManifestWhenOverlaidThenExactlyTheGoldenChangesAreMade() throws Exception {
    Path real = Path.of(System.getProperty("clusterline.calico"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(real));

    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(CalicoRelease.bundled().sha256());
    List<String> changes = changes(real);
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.write(GOLDEN, changes);
    }
    assertThat(changes).isEqualTo(Files.readAllLines(GOLDEN));
  }

  private static List<String> changes(Path manifest) throws IOException {
    List<JsonNode> published = Manifests.parse(Files.readString(manifest));
    URI source = manifest.toUri();
    return Differences.between(published, new VxlanOverlay(SETTINGS).applyTo(published, source));
  }
}
