package io.clusterline.infra.edge;

import io.clusterline.stage.Found.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.CustomErrorResponse;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.ForwardedValues;
import software.amazon.awssdk.services.cloudfront.model.ItemSelection;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/**
 * Every parameter of the distribution.
 *
 * @param comment by which it is found: it holds the cluster's uid
 * @param host the public name
 * @param certificate ARN of the host's certificate
 * @param origin DNS name of the bucket in its region
 * @param access id of the origin access control
 */
record DistributionSettings(
    String comment, String host, String certificate, String origin, String access) {

  private static final String ORIGIN = "images";
  private static final long DAY = 86_400;
  private static final long WEEK = 7 * DAY;
  private static final long ERROR_SECONDS = 10;
  private static final List<Integer> ERRORS = List.of(403, 404);
  private static final List<String> FORWARDED =
      List.of("Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method");

  DistributionConfig toConfig(String callerReference) {
    return DistributionConfig.builder()
        .callerReference(callerReference)
        .comment(comment)
        .enabled(true)
        .isIPV6Enabled(true)
        .priceClass(PriceClass.PRICE_CLASS_200)
        .aliases(a -> a.quantity(1).items(host))
        .origins(o -> o.quantity(1).items(bucket()))
        .defaultCacheBehavior(behavior())
        .customErrorResponses(e ->
            e.quantity(ERRORS.size())
                .items(ERRORS.stream().map(DistributionSettings::error).toList()))
        .viewerCertificate(v ->
            v.acmCertificateArn(certificate)
                .sslSupportMethod(SSLSupportMethod.SNI_ONLY)
                .minimumProtocolVersion(MinimumProtocolVersion.TLS_V1_2_2021))
        .build();
  }

  /** With an origin access control the legacy identity is empty. */
  private Origin bucket() {
    return Origin.builder()
        .id(ORIGIN)
        .domainName(origin)
        .originAccessControlId(access)
        .s3OriginConfig(s -> s.originAccessIdentity(""))
        .build();
  }

  private static DefaultCacheBehavior behavior() {
    return DefaultCacheBehavior.builder()
        .targetOriginId(ORIGIN)
        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
        .compress(true)
        .allowedMethods(m ->
            m.quantity(3)
                .items(Method.GET, Method.HEAD, Method.OPTIONS)
                .cachedMethods(c -> c.quantity(2).items(Method.GET, Method.HEAD)))
        .forwardedValues(f ->
            f.queryString(false)
                .cookies(c -> c.forward(ItemSelection.NONE))
                .headers(h -> h.quantity(FORWARDED.size()).items(FORWARDED)))
        .minTTL(0L)
        .defaultTTL(DAY)
        .maxTTL(WEEK)
        .build();
  }

  private static CustomErrorResponse error(int code) {
    return CustomErrorResponse.builder().errorCode(code).errorCachingMinTTL(ERROR_SECONDS).build();
  }

  /** What an update would change. */
  List<Change> differences(DistributionConfig present) {
    Map<String, String> is = describe(present);
    return describe(toConfig("")).entrySet().stream()
        .filter(wanted -> !wanted.getValue().equals(is.get(wanted.getKey())))
        .map(wanted ->
            new Change(wanted.getKey(), String.valueOf(is.get(wanted.getKey())), wanted.getValue()))
        .toList();
  }

  /** AWS adds values of its own, and orders lists as it likes: only what is set here counts. */
  private static Map<String, String> describe(DistributionConfig config) {
    Map<String, String> values = new TreeMap<>();
    values.put("enabled", String.valueOf(config.enabled()));
    values.put("ipv6", String.valueOf(config.isIPV6Enabled()));
    values.put("priceClass", config.priceClassAsString());
    values.put("aliases", sorted(config.aliases().items().stream()));
    var viewer = config.viewerCertificate();
    values.put("certificate", String.valueOf(viewer.acmCertificateArn()));
    values.put("minimumProtocol", String.valueOf(viewer.minimumProtocolVersionAsString()));
    values.put("sni", String.valueOf(viewer.sslSupportMethodAsString()));
    values.put(
        "errors",
        sorted(
            config.customErrorResponses().items().stream()
                .map(one -> one.errorCode() + " " + one.errorCachingMinTTL())));
    values.put(
        "origin",
        sorted(
            config.origins().items().stream()
                .map(one -> one.domainName() + " " + one.originAccessControlId())));
    describe(config.defaultCacheBehavior(), values);
    return values;
  }

  private static void describe(DefaultCacheBehavior behavior, Map<String, String> values) {
    values.put("protocol", behavior.viewerProtocolPolicyAsString());
    values.put("compress", String.valueOf(behavior.compress()));
    values.put(
        "methods",
        sorted(behavior.allowedMethods().items().stream().map(method -> method.toString())));
    values.put(
        "seconds", behavior.minTTL() + " " + behavior.defaultTTL() + " " + behavior.maxTTL());
    describe(behavior.forwardedValues(), values);
  }

  /** Absent when somebody has put a cache policy in their place. */
  private static void describe(@Nullable ForwardedValues forwarded, Map<String, String> values) {
    if (forwarded != null) {
      values.put("headers", sorted(forwarded.headers().items().stream()));
      values.put("query", String.valueOf(forwarded.queryString()));
      values.put("cookies", forwarded.cookies().forwardAsString());
    }
  }

  private static String sorted(Stream<String> items) {
    return String.join(", ", items.sorted().toList());
  }
}
