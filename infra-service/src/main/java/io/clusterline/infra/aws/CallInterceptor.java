package io.clusterline.infra.aws;

import io.clusterline.infra.aws.ApiLimits.Caller;
import io.clusterline.telemetry.CallMetrics;
import io.clusterline.telemetry.LineMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

/**
 * Intercepts every call to AWS on the thread of its step: checks that the run may still change
 * anything, waits for the rate limit, measures the call, and names it when it fails.
 */
final class CallInterceptor implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> STARTED_AT =
      new ExecutionAttribute<>("clusterlineStartedAt");

  private static final ExecutionAttribute<Boolean> FILTERED =
      new ExecutionAttribute<>("clusterlineFiltered");

  private static final List<String> FILTERS = List.of("Filters", "MaxResults", "NextToken");

  private final String account;
  private final ApiLimits limits;
  private final CallMetrics metrics;

  /**
   * @param account whose limits count
   */
  CallInterceptor(String account, ApiLimits limits, MeterRegistry metrics) {
    this.account = account;
    this.limits = limits;
    this.metrics = new CallMetrics(metrics);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Operation operation = operationOf(attributes);
    boolean filtered = isFiltered(context.request());
    attributes.putAttribute(FILTERED, filtered);
    boolean ahead = CallOrder.isAhead(attributes);
    limits.acquire(operation, callerOf(attributes), filtered, ahead);
    if (CallTrace.CURRENT.isBound()) {
      CallTrace.CURRENT.get().begins(operation);
    }
    attributes.putAttribute(STARTED_AT, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    measure(attributes, CallMetrics.SUCCESS);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    boolean isThrottled =
        context.exception() instanceof SdkServiceException e && ErrorCodes.isThrottled(e);
    measure(attributes, isThrottled ? "throttled" : "failure");
    if (isThrottled) {
      throttled(attributes);
    }
    if (CallTrace.CURRENT.isBound()) {
      CallTrace.CURRENT.get().failed(operationOf(attributes));
    }
  }

  private void measure(ExecutionAttributes attributes, String outcome) {
    Operation operation = operationOf(attributes);
    Long startedAt = attributes.getAttribute(STARTED_AT);
    metrics.record(
        LineMetric.AWS_REQUESTS,
        Duration.ofNanos(startedAt == null ? 0 : System.nanoTime() - startedAt),
        operation.service(),
        operation.name(),
        outcome);
  }

  private static Operation operationOf(ExecutionAttributes attributes) {
    return new Operation(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private void throttled(ExecutionAttributes attributes) {
    Operation operation = operationOf(attributes);
    boolean filtered = Boolean.TRUE.equals(attributes.getAttribute(FILTERED));
    limits.refused(operation, callerOf(attributes), filtered);
    metrics.count(LineMetric.AWS_THROTTLED, operation.service(), operation.name());
  }

  private static boolean isFiltered(SdkRequest request) {
    return FILTERS.stream()
        .flatMap(field -> request.getValueForField(field, Object.class).stream())
        .anyMatch(value -> !(value instanceof Collection<?> values) || !values.isEmpty());
  }

  private Caller callerOf(ExecutionAttributes attributes) {
    Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
    return new Caller(account, region == null ? "" : region.id());
  }
}
