package io.clusterline.state.aws;

import io.clusterline.telemetry.CallMetrics;
import io.clusterline.telemetry.LineMetric;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Measures every call of the state store to AWS. */
final class CallMeasurement implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> STARTED_AT =
      new ExecutionAttribute<>("clusterlineStateStartedAt");

  private final CallMetrics metrics;

  CallMeasurement(CallMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(STARTED_AT, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    measure(attributes, CallMetrics.SUCCESS);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    boolean isThrottled =
        context.exception() instanceof AwsServiceException e && e.isThrottlingException();
    measure(attributes, isThrottled ? "throttled" : "failure");
    if (isThrottled) {
      metrics.count(LineMetric.AWS_THROTTLED, service(attributes), operation(attributes));
    }
  }

  private void measure(ExecutionAttributes attributes, String outcome) {
    Long startedAt = attributes.getAttribute(STARTED_AT);
    metrics.record(
        LineMetric.AWS_REQUESTS,
        Duration.ofNanos(startedAt == null ? 0 : System.nanoTime() - startedAt),
        service(attributes),
        operation(attributes),
        outcome);
  }

  private static String service(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
