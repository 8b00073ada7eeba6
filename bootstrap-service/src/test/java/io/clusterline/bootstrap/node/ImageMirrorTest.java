package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.bootstrap.kubeadm.ImageSource;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs the part of prepare-node.sh that configures containerd, in a folder of the test's own. */
class ImageMirrorTest {

  private static final String PREPARE = NodeScript.of("prepare-node.sh").text();

  @TempDir private Path folder;

  @Test
  void givenAMirrorWhenANodeIsPreparedThenEveryRegistryIsAskedThereAndNowhereElse()
      throws Exception {
    configure(ImageSource.of(mirror("registry.example.org:5000/mirror")));

    for (String registry : ImageSource.REGISTRIES) {
      assertThat(folder.resolve(registry).resolve("hosts.toml"))
          .content()
          .startsWith("server = \"https://registry.example.org:5000/v2/mirror/" + registry + "\"")
          .contains("override_path = true")
          .contains("capabilities = [\"pull\", \"resolve\"]");
    }
  }

  /** A chart whose images come from yet another one would not start behind a mirror. */
  @Test
  void givenTheRealChartsWhenTheirImagesAreListedThenEachRegistryHasItsMirror() throws IOException {
    assertThat(images())
        .isNotEmpty()
        .allMatch(image ->
            ImageSource.REGISTRIES.stream().anyMatch(registry -> image.startsWith(registry + "/")));
  }

  /** Of all pods but those of {@code helm test}, which nobody runs here. */
  private static List<String> images() throws IOException {
    Path inventories = Repository.root().resolve("gitops-service/src/main/resources/inventory");
    List<String> images = new ArrayList<>();
    try (Stream<Path> files = Files.list(inventories)) {
      for (Path file : files.toList()) {
        JsonNode inventory = Json.MAPPER.readTree(Files.readString(file));
        Set<String> tests =
            inventory
                .path("hooks")
                .valueStream()
                .filter(hook -> hook.path("events").asString().equals("test"))
                .map(hook -> hook.path("object").asString())
                .collect(Collectors.toSet());
        inventory
            .path("workloads")
            .valueStream()
            .filter(workload -> !tests.contains(workload.path("object").asString()))
            .flatMap(workload -> workload.findValues("image").stream())
            .map(JsonNode::asString)
            .forEach(images::add);
      }
    }
    return images;
  }

  @Test
  void givenAMirrorThatIsGivenUpWhenANodeIsPreparedAgainThenNothingIsLeftOfIt() throws Exception {
    configure(ImageSource.of(mirror("registry.example.org")));
    Path foreign = Files.createDirectories(folder.resolve("registry.mine.example"));

    configure(ImageSource.of(MirrorsSpec.NONE));

    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(foreign));
  }

  @Test
  void givenTheConfigurationOfContainerdThenItReadsThatFolder() {
    assertThat(PREPARE).contains("config_path = '/etc/containerd/certs.d'");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.org,             https://registry.example.org/v2",
    "registry.example.org/mirror,      https://registry.example.org/v2/mirror",
    "registry.example.org:5000/a/b,    https://registry.example.org:5000/v2/a/b"
  })
  void givenAPrefixOfImageNamesThenTheMirrorsApiIsAtItsHostAndPath(String prefix, String api) {
    ImageSource source = ImageSource.of(mirror(prefix));

    assertThat(source.mirrorApi()).isEqualTo(api);
    assertThat(source.kubernetes()).isEqualTo(prefix + "/registry.k8s.io");
  }

  private static MirrorsSpec mirror(String images) {
    return new MirrorsSpec(null, null, images, Map.of());
  }

  private void configure(ImageSource images) throws Exception {
    String script =
        String.join(
                "\n",
                List.of(
                    "set -euo pipefail",
                    "REGISTRIES=(" + String.join(" ", ImageSource.REGISTRIES) + ")",
                    "IMAGE_MIRROR='" + images.mirrorApi() + "'",
                    function("put"),
                    function("set_up_image_mirror"),
                    "set_up_image_mirror"))
            .replace("/etc/containerd/certs.d", folder.toString());
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).as(output).isZero();
  }

  private static String function(String name) {
    Matcher body =
        Pattern.compile("^" + name + "\\(\\) \\{\n.*?^}$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(PREPARE);
    assertThat(body.find()).as("prepare-node.sh has a function " + name).isTrue();
    return body.group();
  }
}
