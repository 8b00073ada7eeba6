package io.clusterline.gitops.repository;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.spec.GitOpsSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Finds the Helm charts, and the programs of plain manifests, that following a path would install:
 * as Argo CD reads a folder (Kustomize, a chart, else its own files), and on through Applications
 * of the same repository. A template that no YAML parser takes is passed over.
 */
final class ChartSearch {

  private static final int MOST_FOLDERS = 500;
  private static final Pattern MANIFEST = Pattern.compile(".*\\.(ya?ml|json)");
  private static final List<String> KUSTOMIZATIONS =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

  private final GitCommit commit;
  private final GitOpsSpec gitops;
  private final Map<String, String> found = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();

  ChartSearch(GitCommit commit, GitOpsSpec gitops) {
    this.commit = commit;
    this.gitops = gitops;
  }

  /** Names of charts and programs, with the file that names each. */
  Map<String, String> run() throws IOException {
    follow(normal(gitops.path()), false);
    return found;
  }

  private void follow(String folder, boolean recursive) throws IOException {
    if (seen.size() > MOST_FOLDERS || !seen.add(folder)) {
      return;
    }
    for (String name : KUSTOMIZATIONS) {
      if (commit.text(in(folder, name)).isPresent()) {
        for (JsonNode kustomization : documents(in(folder, name))) {
          kustomize(folder, in(folder, name), kustomization);
        }
        return;
      }
    }
    if (commit.text(in(folder, "Chart.yaml")).isPresent()) {
      chart(folder);
      return;
    }
    for (String file : commit.files(folder, recursive)) {
      read(file);
    }
  }

  private void kustomize(String folder, String file, JsonNode kustomization) throws IOException {
    kustomization.path("helmCharts").forEach(chart -> record(chart.path("name"), file));
    List<String> parts =
        Stream.of("resources", "bases", "components")
            .flatMap(list -> kustomization.path(list).valueStream())
            .map(part -> part.asString(""))
            .filter(part -> !part.isEmpty() && !part.contains("://"))
            .toList();
    for (String part : parts) {
      String path = normal(in(folder, part));
      if (commit.text(path).isPresent()) {
        read(path);
      } else {
        follow(path, false);
      }
    }
  }

  private void chart(String folder) throws IOException {
    String file = in(folder, "Chart.yaml");
    for (JsonNode chart : documents(file)) {
      record(chart.path("name"), file);
      chart.path("dependencies").forEach(dependency -> record(dependency.path("name"), file));
    }
    for (String template : commit.files(in(folder, "templates"), true)) {
      read(template);
    }
  }

  private void read(String file) throws IOException {
    if (MANIFEST.matcher(file).matches()) {
      for (JsonNode document : documents(file)) {
        read(file, document);
      }
    }
  }

  private void read(String file, JsonNode document) throws IOException {
    String kind = document.path("kind").asString("");
    if (WORKLOADS.contains(kind)) {
      record(document.path("metadata").path("labels").path("app.kubernetes.io/name"), file);
    }
    JsonNode spec = document.path("spec");
    if (kind.equals("ApplicationSet")) {
      spec = spec.at("/template/spec");
    } else if (!kind.equals("Application")) {
      return;
    }
    for (JsonNode source :
        Stream.concat(Stream.of(spec.path("source")), spec.path("sources").valueStream())
            .toList()) {
      record(source.path("chart"), file);
      if (isSameRepository(source.path("repoURL").asString(""))) {
        boolean recursive = source.at("/directory/recurse").asBoolean(false);
        follow(normal(source.path("path").asString("")), recursive);
      }
    }
  }

  private void record(JsonNode name, String file) {
    String text = name.asString("");
    if (!text.isEmpty()) {
      found.putIfAbsent(text, file);
    }
  }

  private boolean isSameRepository(String url) {
    return withoutSuffix(url).equalsIgnoreCase(withoutSuffix(gitops.repository()));
  }

  private static String withoutSuffix(String url) {
    return url.replaceFirst("(\\.git)?/?$", "");
  }

  private List<JsonNode> documents(String file) throws IOException {
    String text = commit.text(file).orElse("");
    try {
      return Manifests.parse(text);
    } catch (RuntimeException templateOrBroken) { // Argo CD will say what is wrong with it
      return List.of();
    }
  }

  private static String in(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Without {@code .}, {@code ..} and doubled slashes; never above the root. */
  private static String normal(String path) {
    var parts = new java.util.ArrayDeque<String>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
