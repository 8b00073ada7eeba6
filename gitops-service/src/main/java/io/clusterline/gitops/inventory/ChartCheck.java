package io.clusterline.gitops.inventory;

import com.marcnuri.helm.Helm;
import io.clusterline.Json;
import io.clusterline.event.Infrastructure;
import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.AddonImages;
import io.clusterline.spec.AddonNames;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.ValueKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;

/**
 * Renders the real charts of a directory with the catalogue's values and writes an inventory of
 * each: {@code chart-check DIRECTORY}. The charts themselves are in nobody's repository but their
 * own. A chart that the directory lacks keeps the inventory that it has.
 */
public final class ChartCheck {

  private static final String KUBERNETES = "1.36.3";

  private final Path charts;
  private final Cluster cluster;
  private final Path valueKeys;
  private final Catalogue catalogue = Catalogue.bundled();

  private ChartCheck(Path charts, Cluster cluster, Path valueKeys) {
    this.charts = charts;
    this.cluster = cluster;
    this.valueKeys = valueKeys;
  }

  /**
   * @param arguments the folder with a folder {@code NAME} or an archive {@code NAME-VERSION.tgz}
   *     of each chart, the specification, the folder for the inventories
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: chart-check CHARTS SPECIFICATION INVENTORIES KEYS");
      System.exit(64);
    }
    Path specification = Path.of(arguments[1]);
    Cluster cluster =
        SpecificationReader.read(
            Files.readString(specification), String.valueOf(specification.getFileName()));
    new ChartCheck(Path.of(arguments[0]), cluster, Path.of(arguments[3]))
        .run(Path.of(arguments[2]));
  }

  private void run(Path inventories) throws IOException {
    Files.createDirectories(inventories);
    Files.createDirectories(valueKeys);
    for (String name : AddonNames.ALL) {
      CatalogueEntry entry = catalogue.entry(name);
      if (!UnpackedChart.isIn(charts, entry)) {
        System.out.println(entry + ": not in " + charts + ", left as it is");
        continue;
      }
      try (UnpackedChart chart = UnpackedChart.of(charts, entry)) {
        ChartInventory inventory = inventory(entry, chart);
        Files.writeString(inventories.resolve(inventory.fileName()), json(inventory));
        System.out.println(entry + ": " + inventory.objects().size() + " objects");
      }
    }
    Files.writeString(
        valueKeys.resolveSibling(AddonImages.FILE),
        ImagePlaces.of(catalogue, entry -> read(inventories, entry)).text());
  }

  private static ChartInventory read(Path inventories, CatalogueEntry entry) {
    Path file = inventories.resolve(ChartInventory.fileName(entry.name(), entry.version()));
    return Json.MAPPER.readValue(file.toFile(), ChartInventory.class);
  }

  private ChartInventory inventory(CatalogueEntry entry, UnpackedChart chart) throws IOException {
    PlannedAddon addon = plan(entry);
    ChartFiles files = new ChartFiles(chart.directory());
    String content = files.digest();
    ValueKeys keys = ChartValueKeys.of(files);
    Files.writeString(valueKeys.resolve(entry.name() + ".txt"), keys.text());
    ChartValueKeys.unknown(keys, addon.values()).forEach(System.out::println);
    List<JsonNode> objects = new ArrayList<>(files.definitions());
    objects.addAll(render(addon, chart.directory()));
    RenderedChart rendered = new RenderedChart(objects, addon.namespace());
    return new ChartInventory(
        entry.name(),
        entry.version(),
        entry.appVersion(),
        entry.digest(),
        chart.source(),
        content,
        valuesDigest(addon),
        rendered.standing(),
        rendered.definitions(),
        rendered.hooks(),
        rendered.webhooks(),
        rendered.workloads(),
        rendered.services(),
        rendered.scrapes(),
        rendered.ingresses(),
        rendered.images(),
        files.hasSchema());
  }

  private PlannedAddon plan(CatalogueEntry entry) {
    return plan(catalogue, cluster, entry);
  }

  /** As the inventories have it: an account and a VPC that do not matter. */
  static PlannedAddon plan(Catalogue catalogue, Cluster cluster, CatalogueEntry entry) {
    Infrastructure nowhere =
        new Infrastructure(
            "123456789012",
            cluster.spec().aws().region(),
            "vpc-1",
            Map.of(),
            Map.of(),
            "role",
            "profile",
            "bucket",
            "ubuntu",
            new SecretRef("none"),
            List.of());
    return AddonPlan.of(catalogue, cluster, nowhere).addon(entry.name()).orElseThrow();
  }

  /** Of all that Helm is given. */
  static String valuesDigest(PlannedAddon addon) {
    return ChartFiles.digest(
        Json.MAPPER.writeValueAsString(addon.values()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param chart a copy: it is changed
   */
  static List<JsonNode> render(PlannedAddon addon, Path chart) throws IOException {
    WithoutCluster.prepare(chart);
    Path values = Files.createTempFile("values", ".json");
    try {
      Files.writeString(values, Json.MAPPER.writeValueAsString(addon.values()));
      return Manifests.parse(
          new Helm(chart)
              .template()
              .withName(addon.release())
              .withNamespace(addon.namespace())
              .withKubeVersion(KUBERNETES)
              .withValuesFile(values)
              .call());
    } finally {
      Files.delete(values);
    }
  }

  /** A line for each element: a changed chart shows as changed lines. */
  private static String json(ChartInventory inventory) {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return Json.MAPPER.writer().with(lines).writeValueAsString(inventory) + "\n";
  }
}
