package io.clusterline.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How the AWS stand-in answers the calls that fit.
 *
 * @param service regular expression: {@code ec2}
 * @param action regular expression: {@code RunInstances}
 * @param body regular expression that the request's body must hold
 * @param skip let so many fitting calls pass first
 * @param times then treat so many, or all
 * @param code the error code to answer with
 * @param drop cut the connection instead of answering
 * @param applyThenDrop do it, then cut the connection: "it ran, then timed out"
 */
public record AwsFault(
    String service,
    String action,
    @Nullable String body,
    @Nullable Integer skip,
    @Nullable Integer times,
    @Nullable Double probability,
    @Nullable Integer latencyMillis,
    @Nullable String code,
    @Nullable Integer status,
    @Nullable String message,
    @Nullable Boolean drop,
    @Nullable Boolean applyThenDrop) {

  /** The next calls of that action fail with that code. */
  public static AwsFault failing(
      String service, String action, String code, int status, int times) {
    return new AwsFault(
        service, action, null, null, times, null, null, code, status, null, null, null);
  }

  /** The next calls of that action are done, but never answered. */
  public static AwsFault ranThenTimedOut(String service, String action, int times) {
    return new AwsFault(
        service, action, null, null, times, null, null, null, null, null, null, true);
  }
}
