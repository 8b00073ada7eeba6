package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/** Says that there is no domain: no certificate, no record, no CDN. */
public record NothingToDo() implements Step<Aws, String> {

  static final String REASON =
      "the specification has no domain: no certificate, no DNS record, no CDN";

  public static final Kind<Aws, String> KIND = Kind.withoutResource("domain", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "none";
  }

  @Override
  public Found<String> find(Aws aws) {
    aws.report(REASON);
    return Found.inSync("nothing to do");
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
