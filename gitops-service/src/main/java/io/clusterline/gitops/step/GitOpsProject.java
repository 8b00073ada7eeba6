package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Argo CD project that applications of the cluster's own repository name: it may change this
 * cluster, no other.
 */
public record GitOpsProject(String name, String cluster, GitOpsSpec gitops, AddonHealthy argo)
    implements Step<Platform, String> {

  static final String API_VERSION = "argoproj.io/v1alpha1";
  static final String NAMESPACE = "argocd";
  static final String THIS_CLUSTER = "https://kubernetes.default.svc";

  public static final Kind<Platform, String> KIND =
      Applied.kind("gitops-project", API_VERSION, "AppProject", NAMESPACE);

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return name;
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
    manifest.put("apiVersion", API_VERSION).put("kind", "AppProject");
    manifest.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
    ObjectNode spec = manifest.putObject("spec");
    spec.put("description", "The workloads of cluster " + cluster);
    spec.putArray("sourceRepos").add("*"); // child applications may bring charts of their own
    spec.putArray("destinations").addObject().put("server", THIS_CLUSTER).put("namespace", "*");
    spec.putArray("clusterResourceWhitelist").addObject().put("group", "*").put("kind", "*");
    return manifest;
  }
}
