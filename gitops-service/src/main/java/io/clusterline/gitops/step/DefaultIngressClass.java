package io.clusterline.gitops.step;

import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import tools.jackson.databind.JsonNode;

/** alb: an Ingress that names no class becomes an AWS load balancer. */
public record DefaultIngressClass(AddonHealthy controller) implements Step<Platform, String> {

  public static final Kind<Platform, String> KIND =
      Applied.kind("ingress-class", "networking.k8s.io/v1", "IngressClass", "");

  private static final JsonNode MANIFEST =
      Manifests.parse(
              """
              apiVersion: networking.k8s.io/v1
              kind: IngressClass
              metadata:
                name: alb
                annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
              spec: {controller: ingress.k8s.aws/alb}
              """)
          .getFirst();

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "alb";
  }

  @Override
  public Found<String> find(Platform platform) {
    return Applied.find(platform, MANIFEST);
  }

  @Override
  public String apply(Platform platform, Found<String> found) {
    return Applied.apply(platform, MANIFEST);
  }
}
