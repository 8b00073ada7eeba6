package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.AddonImages.Chart;
import io.clusterline.spec.AddonImages.Placed;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In eco2 and in small clusters, with charts of our own. */
class ImagesAheadTest {

  private static final AddonImages IMAGES =
      new AddonImages(
          List.of(
              new Chart(
                  "aws-ebs-csi-driver",
                  "2.64.0",
                  List.of(),
                  List.of(
                      new Placed(AddonImages.EVERY_NODE, "driver:1"),
                      new Placed(AddonImages.CONTROL_PLANE, "provisioner:1"))),
              new Chart(
                  "atlantis",
                  "6.9.3",
                  List.of("aws-ebs-csi-driver"),
                  List.of(new Placed("monitoring", "atlantis:1"))),
              new Chart(
                  "metrics-server",
                  "3.13.1",
                  List.of(),
                  List.of(new Placed(AddonImages.CONTROL_PLANE, "metrics:1")))));

  @Test
  void givenEco2WhenAskedThenEachNodeGetsWhatRunsThere() {
    assertThat(ahead(Specifications.eco2(), "k8s-monitoring"))
        .containsExactly("driver:1", "atlantis:1");
    assertThat(ahead(Specifications.eco2(), "k8s-master"))
        .containsExactly("metrics:1", "driver:1", "provisioner:1");
    assertThat(ahead(Specifications.eco2(), "k8s-api-auth")).containsExactly("driver:1");
  }

  @Test
  void givenAnAddonThatNeedsAnotherWhenAskedThenTheOthersImagesComeToo() {
    String atlantis = small("- name: atlantis");

    assertThat(ahead(atlantis, "master")).containsExactly("driver:1", "provisioner:1");
  }

  @Test
  void givenPodsThatMayRunOnAnyWorkerWhenAskedThenTheirImagesAreLeftOut() {
    String atlantis = small("- name: atlantis");

    assertThat(ahead(atlantis, "worker-1")).containsExactly("driver:1");
    assertThat(known(atlantis, "atlantis")).isFalse();
    assertThat(known(atlantis, "aws-ebs-csi-driver")).isTrue();
  }

  @Test
  void givenNoAddonsWhenAskedThenThereIsNothing() {
    assertThat(
            ahead(Specifications.smallWith("  addons:\n    - name: metrics-server", ""), "master"))
        .isEmpty();
  }

  @Test
  void givenTheVersionThatIsPinnedWhenItIsNamedThenItsImagesAreKnown() {
    assertThat(ahead(small("- {name: metrics-server, version: 3.13.1}"), "master"))
        .containsExactly("metrics:1");
  }

  /** What is not known is left to the kubelet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: metrics-server, version: 3.12.0}",
        "{name: metrics-server, values: {image: {tag: v9}}}",
        "{name: metrics-server, values: {image: {repository: example.org/metrics}}}",
        "{name: metrics-server, values: {global: {imageRegistry: example.org}}}",
        "{name: metrics-server, values: {extra: [{sidecar: {registry: example.org}}]}}",
        "{name: metrics-server, values: {nodeSelector: {disk: fast}}}",
        "{name: metrics-server, values: {deep: {nodeSelector: {disk: fast}}}}",
      })
  void givenAnAddonThatIsNotAsTheCatalogueHasItWhenAskedThenItIsLeftOut(String addon) {
    assertThat(ahead(small("- " + addon), "master")).isEmpty();
    assertThat(known(small("- " + addon), "metrics-server")).isFalse();
  }

  /** A null takes a chart's default away; it stands for no image. */
  @ParameterizedTest
  @ValueSource(strings = {"{nodeSelector: null}", "{dex: {args: [null]}}"})
  void givenANullAmongTheValuesWhenAskedThenTheImagesAreKnown(String values) {
    String addon = "- {name: metrics-server, values: %s}".formatted(values);

    assertThat(ahead(small(addon), "master")).containsExactly("metrics:1");
  }

  @Test
  void givenAnAddonOfTheRepositoryWhenAskedThenItIsLeftOut() {
    String text =
        Specifications.eco2()
            .replace("- name: metrics-server", "- {name: metrics-server, managedBy: gitops}");

    assertThat(ahead(text, "k8s-master"))
        .containsExactly("driver:1", "provisioner:1")
        .isEqualTo(ahead(Specifications.eco2(), "k8s-master").subList(1, 3));
  }

  private static String small(String addon) {
    return Specifications.smallWith("- name: metrics-server", addon);
  }

  private static List<String> ahead(String text, String node) {
    ClusterSpec spec = Specifications.read(text).spec();
    return spec.nodes().stream()
        .filter(one -> one.name().equals(node))
        .flatMap(one -> ImagesAhead.of(IMAGES, spec, one).stream())
        .collect(Collectors.toList());
  }

  private static boolean known(String text, String addon) {
    return ImagesAhead.knows(Specifications.read(text).spec(), addon);
  }
}
