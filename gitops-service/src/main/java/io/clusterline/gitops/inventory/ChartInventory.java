package io.clusterline.gitops.inventory;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The content of one real chart of one version, rendered with the catalogue's values for the Eco²
 * cluster.
 *
 * @param digest SHA-256 of the packaged chart, as the catalogue pins it
 * @param source what was rendered: {@code archive} of that digest, or {@code directory}
 * @param content SHA-256 over the files that were rendered
 * @param values SHA-256 of the values that it was rendered with
 * @param objects {@code Kind namespace/name} of everything but hooks, sorted
 * @param definitions the kinds that it defines, by their size in bytes
 * @param images that its pods name
 * @param schema whether the chart has a schema of its values
 */
public record ChartInventory(
    String chart,
    String version,
    String appVersion,
    @Nullable String digest,
    String source,
    String content,
    String values,
    List<String> objects,
    Map<String, Integer> definitions,
    List<Hook> hooks,
    List<Webhook> webhooks,
    List<Workload> workloads,
    List<ServicePorts> services,
    List<Scrape> scrapes,
    List<JsonNode> ingresses,
    List<String> images,
    boolean schema) {

  /**
   * An object that Helm makes before or after the others.
   *
   * @param object {@code Kind namespace/name}
   */
  public record Hook(String object, String events, int weight, String deleted) {}

  /**
   * A check that the API server asks of a Service.
   *
   * @param service {@code namespace/name:port}
   * @param rules {@code CREATE,UPDATE group/resources}
   */
  public record Webhook(
      String configuration,
      String name,
      String failurePolicy,
      String service,
      List<String> rules,
      @Nullable JsonNode namespaceSelector,
      @Nullable JsonNode objectSelector) {

    public boolean isFailClosed() {
      return failurePolicy.equals("Fail");
    }
  }

  /**
   * A workload that creates pods.
   *
   * @param object {@code Kind namespace/name}
   * @param hook whether Helm makes it as a hook
   * @param replicas of it; a DaemonSet has one on each node that takes it
   * @param labels of its pods
   * @param requests of one pod: {@code cpu} in thousandths, {@code memory} in MiB
   * @param needs Secrets and ConfigMaps without which its containers do not start
   */
  public record Workload(
      String object,
      boolean hook,
      int replicas,
      boolean hostNetwork,
      Map<String, String> labels,
      Map<String, String> nodeSelector,
      List<JsonNode> tolerations,
      Map<String, Integer> requests,
      Map<String, Integer> limits,
      List<Container> containers,
      List<String> needs,
      List<JsonNode> claims) {

    public String kind() {
      return object.substring(0, object.indexOf(' '));
    }

    public boolean isOnEveryNode() {
      return kind().equals("DaemonSet");
    }
  }

  /**
   * A container of a pod.
   *
   * @param ports {@code name:number}, with {@code !} where it is the machine's
   */
  public record Container(
      String name,
      String image,
      boolean init,
      List<String> arguments,
      List<String> ports,
      List<Probe> probes,
      List<String> environment,
      boolean nonRoot,
      @Nullable Integer user) {}

  /**
   * What the kubelet asks a container.
   *
   * @param kind {@code startup}, {@code readiness} or {@code liveness}
   * @param action {@code http 8081 /readyz}, {@code exec}
   * @param delaySeconds before it is asked first
   * @param periodSeconds between two questions
   */
  public record Probe(String kind, String action, int delaySeconds, int periodSeconds) {

    /**
     * The longest time from a container that is ready to a pod that is said to be: a kubelet that
     * has run for less than one period waits up to a period before it asks first.
     */
    public int longestSeconds() {
      return delaySeconds + periodSeconds;
    }
  }

  /**
   * A Service.
   *
   * @param service {@code namespace/name}
   * @param ports {@code name:port->target}
   */
  public record ServicePorts(
      String service, Map<String, String> selector, boolean headless, List<String> ports) {}

  /**
   * A target of Prometheus.
   *
   * @param monitor {@code Kind namespace/name}
   * @param selector labels of the Services or pods
   * @param namespaces where they are
   * @param endpoints {@code scheme port path}
   */
  public record Scrape(
      String monitor, JsonNode selector, List<String> namespaces, List<String> endpoints) {}

  /** The one that is checked in for this entry and its version. */
  public static Optional<ChartInventory> of(CatalogueEntry entry) {
    String resource = "/inventory/" + fileName(entry.name(), entry.version());
    try (InputStream in = ChartInventory.class.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(Json.MAPPER.readValue(in.readAllBytes(), ChartInventory.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String fileName(String chart, String version) {
    return chart + "-" + version + ".json";
  }

  String fileName() {
    return fileName(chart, version);
  }

  /** The chart's own workloads, without those of hooks. */
  public List<Workload> standing() {
    return workloads.stream().filter(workload -> !workload.hook()).toList();
  }
}
