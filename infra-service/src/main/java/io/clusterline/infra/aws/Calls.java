package io.clusterline.infra.aws;

import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.CallPolicy;
import io.clusterline.resilience.Resilience;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * The one retry layer around AWS (the SDK's own is off), and one circuit breaker per service and
 * region. It retries for about half a minute; longer outages are left to the stage's own retries.
 */
final class Calls {

  private static final Set<String> GLOBAL_SERVICES = Set.of("Iam", "Route53", "CloudFront");

  private final CallPolicy policy;
  private final Resilience resilience;

  Calls(AwsSettings settings, Resilience resilience) {
    this.resilience = resilience;
    this.policy =
        new CallPolicy(
            "aws",
            false,
            ErrorCode.AWS_UNAVAILABLE,
            settings.retry().settings(),
            settings.breaker(),
            Calls::isRetryable,
            Calls::isUnavailable);
  }

  /**
   * @param guard called before each change; throws when the run has lost the right to make it
   * @throws AwsCallException when AWS refused the call, or did not answer any attempt
   * @throws io.clusterline.resilience.CircuitOpenException while the circuit breaker is open
   */
  <T> T run(String service, String region, Supplier<T> call, Runnable guard) {
    CallTrace trace = new CallTrace(guard);
    String where = GLOBAL_SERVICES.contains(service) ? Region.AWS_GLOBAL.id() : region;
    return resilience.endpoint(policy, service + "/" + where).call(() -> translated(call, trace));
  }

  private static <T> T translated(Supplier<T> call, CallTrace trace) {
    try {
      return ScopedValue.where(CallTrace.CURRENT, trace).call(call::get);
    } catch (SdkException failure) {
      throw ErrorCodes.of(trace.operation(), failure);
    }
  }

  private static boolean isRetryable(Throwable failure) {
    return failure instanceof AwsCallException call && call.isRetryable();
  }

  private static boolean isUnavailable(Throwable failure) {
    return failure instanceof AwsCallException call && call.code() == ErrorCode.AWS_UNAVAILABLE;
  }
}
