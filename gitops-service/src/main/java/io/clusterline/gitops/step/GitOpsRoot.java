package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import tools.jackson.databind.node.ObjectNode;

/** The Argo CD Application that creates all others. */
public record GitOpsRoot(String cluster, GitOpsProject project) implements Step<Platform, String> {

  public static final Kind<Platform, String> KIND =
      Applied.kind(
          "gitops-root", GitOpsProject.API_VERSION, "Application", GitOpsProject.NAMESPACE);

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return cluster + "-root";
  }

  @Override
  public Found<String> find(Platform platform) {
    return Applied.find(platform, manifest());
  }

  @Override
  public String apply(Platform platform, Found<String> found) {
    return Applied.apply(platform, manifest());
  }

  private ObjectNode manifest() {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", GitOpsProject.API_VERSION).put("kind", "Application");
    manifest.putObject("metadata").put("name", key()).put("namespace", GitOpsProject.NAMESPACE);
    ObjectNode spec = manifest.putObject("spec");
    spec.put("project", project.name());
    GitOpsSpec gitops = project.gitops();
    spec.putObject("source")
        .put("repoURL", gitops.repository())
        .put("targetRevision", gitops.revision())
        .put("path", gitops.path());
    spec.putObject("destination")
        .put("server", GitOpsProject.THIS_CLUSTER)
        .put("namespace", GitOpsProject.NAMESPACE);
    spec.putObject("syncPolicy").putObject("automated").put("prune", true).put("selfHeal", true);
    return manifest;
  }
}
