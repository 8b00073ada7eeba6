package io.clusterline.infra.aws;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

/**
 * Every call to AWS passes here, on the thread of the step that makes it: asks whether the run may
 * still change anything, waits for the call's turn, measures it, and says what was called when it
 * fails.
 */
final class CallInterceptor implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> STARTED_AT =
      new ExecutionAttribute<>("clusterlineStartedAt");

  private final ApiLimits limits;
  private final MeterRegistry metrics;

  CallInterceptor(ApiLimits limits, MeterRegistry metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Operation operation = operationOf(attributes);
    limits.take(operation, regionOf(attributes));
    if (CallTrace.CURRENT.isBound()) {
      CallTrace.CURRENT.get().begins(operation);
    }
    attributes.putAttribute(STARTED_AT, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    measure(attributes, "success");
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    measure(attributes, "failure");
    if (CallTrace.CURRENT.isBound()) {
      CallTrace.CURRENT.get().failed(operationOf(attributes));
    }
  }

  private void measure(ExecutionAttributes attributes, String outcome) {
    Operation operation = operationOf(attributes);
    Long startedAt = attributes.getAttribute(STARTED_AT);
    Timer.builder("clusterline_aws_call_seconds")
        .description("Calls to AWS, each attempt by itself")
        .tag("service", operation.service())
        .tag("operation", operation.name())
        .tag("outcome", outcome)
        .register(metrics)
        .record(Duration.ofNanos(startedAt == null ? 0 : System.nanoTime() - startedAt));
  }

  private static Operation operationOf(ExecutionAttributes attributes) {
    return new Operation(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private static String regionOf(ExecutionAttributes attributes) {
    Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
    return region == null ? "" : region.id();
  }
}
