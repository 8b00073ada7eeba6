package io.clusterline.gitops.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One add-on of the catalogue.
 *
 * @param name of the add-on and of its chart
 * @param repository the chart's public home
 * @param digest SHA-256 of the packaged chart
 * @param release what Helm calls the installation
 * @param needs add-ons without which this one never gets healthy
 * @param requires what the specification has to name: {@code domain}
 * @param rivals other charts that do the same: with one of them it would be there twice
 * @param provides features of the cluster, besides its own workloads
 */
public record CatalogueEntry(
    String name,
    URI repository,
    String version,
    String appVersion,
    @Nullable String digest,
    String release,
    String namespace,
    List<String> needs,
    List<String> requires,
    List<String> rivals,
    List<Provided> provides,
    List<Placement> placement,
    List<SecretTemplate> secrets,
    List<OperatedWorkload> operated,
    ObjectNode values) {

  /** Lists that the file leaves out are empty. */
  public CatalogueEntry {
    needs = Objects.requireNonNullElse(needs, List.of());
    requires = Objects.requireNonNullElse(requires, List.of());
    rivals = Objects.requireNonNullElse(rivals, List.of());
    provides = Objects.requireNonNullElse(provides, List.of());
    placement = Objects.requireNonNullElse(placement, List.of());
    secrets = Objects.requireNonNullElse(secrets, List.of());
    operated = Objects.requireNonNullElse(operated, List.of());
  }

  /** Whether a chart or program of that name is this add-on, or does the same. */
  public boolean isInstalledBy(String chart) {
    return name.equals(chart) || rivals.contains(chart);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }

  /** A feature that an add-on provides and the stage then sets up. */
  public enum Provided {
    @JsonProperty("storage-class")
    STORAGE_CLASS,
    @JsonProperty("ingress-class")
    INGRESS_CLASS,
    @JsonProperty("gitops")
    GITOPS,
    @JsonProperty("monitoring")
    MONITORING
  }

  /**
   * Placement of a component of the chart.
   *
   * @param at the path in the values that holds nodeSelector and tolerations
   * @param on {@code control-plane}, or what its nodes have in the label {@code workload}
   */
  public record Placement(String at, String on) {}

  /**
   * A Kubernetes Secret that the chart reads.
   *
   * @param values that are not secret, or made of generated ones: {@code ${key}}
   * @param generated keys whose values are random
   * @param rotated those of them that a rotation generates anew; all where it is left out
   */
  public record SecretTemplate(
      String name,
      Map<String, String> values,
      List<String> generated,
      @Nullable List<String> rotated) {

    public SecretTemplate {
      values = Map.copyOf(values);
      generated = List.copyOf(generated);
      rotated = rotated == null ? generated : List.copyOf(rotated);
    }

    /** The keys that a rotation generates anew. */
    public List<String> rotating() {
      return Objects.requireNonNull(rotated);
    }
  }

  /** A workload that the add-on's operator creates, in the add-on's namespace. */
  public record OperatedWorkload(String kind, String name) {}
}
