package io.clusterline.gitops.ingress;

import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/** Says that no host is published: no Ingress, no load balancer. */
public record NothingPublished() implements Step<FrontContext, String> {

  static final String REASON = "the specification publishes no host: no Ingress, no load balancer";

  public static final Kind<FrontContext, String> KIND =
      Kind.withoutResource("published-hosts", String.class);

  @Override
  public Kind<FrontContext, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "none";
  }

  @Override
  public Found<String> find(FrontContext front) {
    front.report(REASON);
    return Found.inSync("nothing to do");
  }

  @Override
  public String apply(FrontContext front, Found<String> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
