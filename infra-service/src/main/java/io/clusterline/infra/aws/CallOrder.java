package io.clusterline.infra.aws;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** Which calls come first where AWS lets only so many pass. */
public final class CallOrder {

  private static final ExecutionAttribute<Boolean> AHEAD =
      new ExecutionAttribute<>("clusterlineAhead");

  private CallOrder() {}

  /** Marks a request for what others wait for: it may be made before theirs. */
  public static void ahead(AwsRequestOverrideConfiguration.Builder request) {
    request.putExecutionAttribute(AHEAD, true);
  }

  static boolean isAhead(ExecutionAttributes attributes) {
    return Boolean.TRUE.equals(attributes.getAttribute(AHEAD));
  }
}
