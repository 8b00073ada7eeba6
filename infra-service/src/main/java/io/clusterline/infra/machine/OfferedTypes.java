package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** Refuses machines whose zone offers none of their types. */
public record OfferedTypes(Offerings offerings) implements Step<Aws, OfferedTypes.Fit> {

  /** Nothing was found. */
  public record Fit() {}

  public static final Kind<Aws, Fit> KIND = Kind.withoutResource("offered-types", Fit.class);

  @Override
  public Kind<Aws, Fit> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "zones";
  }

  @Override
  public Found<Fit> find(Aws aws) {
    List<String> findings = aws.output(offerings).findings();
    if (!findings.isEmpty()) {
      throw new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, String.join("; ", findings));
    }
    return Found.inSync(new Fit());
  }

  @Override
  public Fit apply(Aws aws, Found<Fit> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }
}
