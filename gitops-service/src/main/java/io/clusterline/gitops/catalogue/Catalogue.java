package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The available add-ons. */
public final class Catalogue {

  private static final String RESOURCE = "/catalogue.yaml";

  private final Map<String, CatalogueEntry> entries = new LinkedHashMap<>();

  private Catalogue(List<CatalogueEntry> entries) {
    entries.forEach(entry -> this.entries.put(entry.name(), entry));
  }

  /** The bundled catalogue. */
  public static Catalogue bundled() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a catalogue from its text. */
  public static Catalogue parse(String yaml) {
    JsonNode addons = Manifests.parse(yaml).getFirst().path("addons");
    return new Catalogue(
        addons
            .valueStream()
            .map(addon -> Json.MAPPER.treeToValue(addon, CatalogueEntry.class))
            .toList());
  }

  public Collection<CatalogueEntry> entries() {
    return List.copyOf(entries.values());
  }

  public CatalogueEntry entry(String name) {
    CatalogueEntry entry = entries.get(name);
    if (entry == null) {
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION,
          "spec.addons: there is no add-on '" + name + "'; use one of " + entries.keySet());
    }
    return entry;
  }

  /** The named add-ons and all their needs, each after its needs, in the catalogue's order. */
  public List<CatalogueEntry> closure(List<String> names) {
    Set<CatalogueEntry> wanted = names.stream().map(this::entry).collect(Collectors.toSet());
    Set<CatalogueEntry> ordered = new LinkedHashSet<>();
    entries.values().stream().filter(wanted::contains).forEach(entry -> collect(entry, ordered));
    return List.copyOf(ordered);
  }

  private void collect(CatalogueEntry entry, Set<CatalogueEntry> ordered) {
    entry.needs().forEach(needed -> collect(entry(needed), ordered));
    ordered.add(entry);
  }
}
