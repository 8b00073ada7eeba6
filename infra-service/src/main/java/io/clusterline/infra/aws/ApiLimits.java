package io.clusterline.infra.aws;

import io.clusterline.infra.aws.TokenBucket.Rate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * EC2's request limits per region and API, as published; other services answer in their own pace.
 */
final class ApiLimits {

  private static final Map<String, Rate> NAMED =
      Map.of(
          "RunInstances", new Rate(5, 2),
          "StartInstances", new Rate(5, 2),
          "TerminateInstances", new Rate(100, 5));
  private static final Rate READS = new Rate(100, 20);
  private static final Rate CHANGES = new Rate(50, 5);

  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  /** Returns when that call may be made. */
  void take(Operation operation, String region) {
    if (operation.service().equals("Ec2")) {
      buckets
          .computeIfAbsent(
              region + "/" + operation.name(),
              key -> new TokenBucket(rateOf(operation), System::nanoTime))
          .take();
    }
  }

  private static Rate rateOf(Operation operation) {
    return NAMED.getOrDefault(operation.name(), operation.reads() ? READS : CHANGES);
  }
}
