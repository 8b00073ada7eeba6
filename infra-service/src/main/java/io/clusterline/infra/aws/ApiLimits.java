package io.clusterline.infra.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.AwsSettings.Limit;
import io.clusterline.infra.aws.TokenBucket.Rate;
import io.clusterline.resilience.Resilience;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.regions.Region;

/**
 * Request limits as AWS publishes them: of EC2 and of ACM one token bucket per account, region and
 * API, of Route 53 one per account. Other services publish none; their refusals are retried.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">Request
 *     throttling for the Amazon EC2 API</a>
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html">ACM quotas</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">Route 53
 *     quotas</a>
 */
final class ApiLimits {

  private static final Rate READS = new Rate(100, 20);
  private static final Rate UNFILTERED_READS = new Rate(50, 10);
  private static final Rate CHANGES = new Rate(50, 5);

  private static final Rate ROUTE_53 = new Rate(5, 5);
  private static final Rate CERTIFICATE_REQUESTS = new Rate(5, 5);
  private static final Rate CERTIFICATES = new Rate(10, 10);

  /** One of its tokens is kept for a control plane, whose machine the others' joins wait for. */
  private static final String LAUNCHES = "RunInstances";

  private static final Map<String, Rate> NAMED =
      Map.of(
          "RunInstances", new Rate(5, 2),
          "StartInstances", new Rate(5, 2),
          "TerminateInstances", new Rate(100, 5),
          "CreateTags", new Rate(100, 10),
          "DeleteTags", new Rate(100, 10),
          "DeleteVolume", new Rate(100, 5),
          "ModifyInstanceMetadataOptions", new Rate(100, 5),
          "AssociateIamInstanceProfile", new Rate(100, 5),
          "DeleteNetworkInterface", new Rate(100, 5));

  /** Calls that use a smaller bucket when they are not filtered. */
  private static final Set<String> COSTLY_READS =
      Set.of(
          "DescribeInstances",
          "DescribeInstanceStatus",
          "DescribeNetworkInterfaces",
          "DescribeSecurityGroups",
          "DescribeSnapshots",
          "DescribeVolumes");

  /**
   * Whose bucket.
   *
   * @param account that of the assumed role, or {@code own}
   */
  record Caller(String account, String region) {}

  private record Key(Caller caller, String api) {}

  private final Resilience resilience;
  private final Map<String, Limit> own;
  private final Duration limit;
  private final Map<Key, TokenBucketLimiter> limiters = new ConcurrentHashMap<>();

  /**
   * @param own limits that were raised, or that others use too; by API
   * @param limit how long a call may have to wait for its turn
   */
  ApiLimits(Resilience resilience, Map<String, Limit> own, Duration limit) {
    this.resilience = resilience;
    this.own = Map.copyOf(own);
    this.limit = limit;
  }

  /**
   * Returns when that call may be made.
   *
   * @param filtered whether the call has a filter or a page size
   * @param ahead whether others wait for what it makes, so that it may come before them
   */
  void acquire(Operation operation, Caller caller, boolean filtered, boolean ahead) {
    if (!isLimited(operation)) {
      return;
    }
    TokenBucketLimiter limiter = limiter(operation, caller, filtered);
    if (ahead && limiter.acquireAhead()) {
      return;
    }
    try {
      RateLimiter.waitForPermission(limiter);
    } catch (AcquirePermissionCancelledException stopped) {
      throw new ClusterlineException(
          ErrorCode.CANCELLED, "stopped while waiting for its turn", stopped);
    } catch (RequestNotPermitted tooMany) {
      throw new ClusterlineException(
          ErrorCode.AWS_THROTTLED,
          "%s would have to wait for more than %d s for its turn in %s"
              .formatted(operation, limit.toSeconds(), caller.region()),
          tooMany);
    }
  }

  /** AWS refused one for coming too soon. */
  void refused(Operation operation, Caller caller, boolean filtered) {
    if (isLimited(operation)) {
      limiter(operation, caller, filtered).drainPermissions();
    }
  }

  private static boolean isLimited(Operation operation) {
    return Set.of("Ec2", "ACM", "Route53").contains(operation.service());
  }

  private TokenBucketLimiter limiter(Operation operation, Caller caller, boolean filtered) {
    boolean costly = !filtered && COSTLY_READS.contains(operation.name());
    Key key = keyOf(operation, caller, costly);
    return limiters.computeIfAbsent(
        key,
        absent -> open(operation.service(), key, costly ? UNFILTERED_READS : published(operation)));
  }

  /** Route 53 has one limit for all that an account asks of it. */
  private static Key keyOf(Operation operation, Caller caller, boolean costly) {
    return operation.service().equals("Route53")
        ? new Key(new Caller(caller.account(), Region.AWS_GLOBAL.id()), "All")
        : new Key(caller, operation.name() + (costly ? "Unfiltered" : ""));
  }

  private TokenBucketLimiter open(String service, Key key, Rate published) {
    Limit changed = own.get(key.api());
    Rate whole = changed == null ? published : changed.rate();
    Rate rate = key.api().equals(LAUNCHES) ? whole.keepingOne() : whole;
    String name =
        "aws/%s/%s/%s/%s"
            .formatted(service, key.caller().account(), key.caller().region(), key.api());
    TokenBucketLimiter limiter =
        new TokenBucketLimiter(name, new TokenBucket(rate, System::nanoTime), limit);
    resilience.measure(limiter);
    return limiter;
  }

  private static Rate published(Operation operation) {
    return switch (operation.service()) {
      case "Route53" -> ROUTE_53;
      case "ACM" ->
          operation.name().equals("RequestCertificate") ? CERTIFICATE_REQUESTS : CERTIFICATES;
      default -> NAMED.getOrDefault(operation.name(), operation.reads() ? READS : CHANGES);
    };
  }
}
