package io.clusterline.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images of add-ons that a node will run, as far as the specification alone tells. It is a
 * guess that may cost a needless pull and never an error, so it leaves out what it cannot know: a
 * chart of another version, one whose values name images of their own, one that the GitOps
 * repository installs, and pods that may run on any worker.
 */
public final class ImagesAhead {

  private static final String WORKLOAD = "workload";
  private static final String NODE_SELECTOR = "nodeSelector";
  private static final Set<String> OF_AN_IMAGE = Set.of("registry", "repository", "tag", "digest");

  private final AddonImages images;
  private final ClusterSpec spec;

  private ImagesAhead(AddonImages images, ClusterSpec spec) {
    this.images = images;
    this.spec = spec;
  }

  /** Names as the charts have them: a mirror answers for them in the registries' place. */
  public static List<String> of(ClusterSpec spec, NodeSpec node) {
    return of(AddonImages.bundled(), spec, node);
  }

  static List<String> of(AddonImages images, ClusterSpec spec, NodeSpec node) {
    ImagesAhead ahead = new ImagesAhead(images, spec);
    return ahead.installed().flatMap(chart -> ahead.on(node, chart)).distinct().toList();
  }

  /** Whether all images of that add-on are known, so that every node has them pulled ahead. */
  public static boolean knows(ClusterSpec spec, String addon) {
    ImagesAhead ahead = new ImagesAhead(AddonImages.bundled(), spec);
    return ahead
        .installed()
        .anyMatch(chart -> chart.name().equals(addon) && ahead.hasPlaces(chart));
  }

  private boolean hasPlaces(AddonImages.Chart chart) {
    return chart.images().stream()
        .allMatch(image -> spec.nodes().stream().anyMatch(node -> takes(node, image, chart)));
  }

  private Stream<AddonImages.Chart> installed() {
    Set<String> names = new LinkedHashSet<>();
    spec.addons().forEach(addon -> add(addon.name(), names));
    return names.stream().flatMap(name -> images.chart(name).stream()).filter(this::isAsKnown);
  }

  private void add(String name, Set<String> names) {
    images.chart(name).ifPresent(chart -> chart.needs().forEach(needed -> add(needed, names)));
    names.add(name);
  }

  private boolean isAsKnown(AddonImages.Chart chart) {
    return specification(chart)
        .map(addon ->
            addon.managedBy() == ManagedBy.CLUSTERLINE
                && chart.isOf(addon)
                && !namesImages(addon.values()))
        .orElse(true);
  }

  private Optional<AddonSpec> specification(AddonImages.Chart chart) {
    return spec.addons().stream().filter(addon -> addon.name().equals(chart.name())).findFirst();
  }

  private Stream<String> on(NodeSpec node, AddonImages.Chart chart) {
    return chart.images().stream()
        .filter(image -> takes(node, image, chart))
        .map(AddonImages.Placed::image);
  }

  private boolean takes(NodeSpec node, AddonImages.Placed image, AddonImages.Chart chart) {
    boolean controlPlane = node.role() == NodeRole.CONTROL_PLANE;
    return switch (image.on()) {
      case AddonImages.EVERY_NODE -> true;
      case AddonImages.CONTROL_PLANE -> controlPlane && fitsSelectors(node, chart);
      default -> image.on().equals(node.labels().get(WORKLOAD)) && fitsSelectors(node, chart);
    };
  }

  /** Which component a selector belongs to is the chart's to know: a node has to fit them all. */
  private boolean fitsSelectors(NodeSpec node, AddonImages.Chart chart) {
    return specification(chart)
        .map(addon -> selectors(addon.values()).allMatch(wanted -> has(node, wanted)))
        .orElse(true);
  }

  private static boolean has(NodeSpec node, Map<?, ?> wanted) {
    return wanted.entrySet().stream()
        .filter(entry -> !String.valueOf(entry.getKey()).contains("kubernetes.io/"))
        .allMatch(
            entry -> String.valueOf(entry.getValue()).equals(node.labels().get(entry.getKey())));
  }

  private static Stream<Map<?, ?>> selectors(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Stream.of();
    }
    return map.entrySet().stream()
        .flatMap(entry ->
            NODE_SELECTOR.equals(entry.getKey()) && entry.getValue() instanceof Map<?, ?> selector
                ? Stream.of(selector)
                : selectors(entry.getValue()));
  }

  /** A null takes a chart's default away. */
  private static boolean namesImages(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Map<?, ?> map ->
          map.entrySet().stream()
              .anyMatch(entry -> isOfAnImage(entry.getKey()) || namesImages(entry.getValue()));
      case List<?> list -> list.stream().anyMatch(ImagesAhead::namesImages);
      default -> false;
    };
  }

  private static boolean isOfAnImage(Object key) {
    String name = String.valueOf(key).toLowerCase(Locale.ROOT);
    return name.contains("image") || OF_AN_IMAGE.contains(name);
  }
}
