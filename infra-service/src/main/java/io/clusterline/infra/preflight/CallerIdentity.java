package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import org.jspecify.annotations.Nullable;

/**
 * Checks the account of the credentials: nothing is created in an account that the specification
 * does not name.
 */
public record CallerIdentity(@Nullable String wantedAccount) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("account", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "caller";
  }

  @Override
  public Found<String> find(Aws aws) {
    String actual = aws.sts(c -> c.getCallerIdentity()).account();
    if (wantedAccount != null && !wantedAccount.equals(actual)) {
      throw new ClusterlineException(
          ErrorCode.WRONG_ACCOUNT,
          "the credentials are of account "
              + actual
              + ", spec.aws.accountId names "
              + wantedAccount);
    }
    return Found.inSync(actual);
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }
}
