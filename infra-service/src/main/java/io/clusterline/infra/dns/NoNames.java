package io.clusterline.infra.dns;

import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/** Says that the specification publishes no host: no record is made. */
public record NoNames() implements Step<Aws, String> {

  static final String REASON = "the specification publishes no host: no DNS record";

  public static final Kind<Aws, String> KIND = Kind.withoutResource("names", String.class);

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
