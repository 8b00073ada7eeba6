package io.clusterline.infra.edge;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.edge.Pages.Page;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Tag;

/** The CDN in front of the bucket. It is known by its recorded id, before that by its tags. */
public record Distribution(
    OriginAccess access, OriginBucket bucket, CertificateIssued certificate, String host)
    implements Step<Aws, Distribution.Made> {

  /** A distribution, and the name that hosts are aliases of. */
  public record Made(String id, String arn, String domain) {}

  public static final Kind<Aws, Made> KIND =
      Kind.of("distribution", Made.class, DistributionRemoval::delete, (aws, intent) -> tagged(aws))
          .removedWithin(DistributionRemoval.LIMIT);

  @Override
  public Kind<Aws, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "images";
  }

  @Override
  public Found<Made> find(Aws aws) {
    Optional<GetDistributionResponse> present = ours(aws).flatMap(one -> get(aws, one.id()));
    if (present.isEmpty()) {
      return Found.missing();
    }
    Made made = made(present.get());
    List<Change> changes =
        settings(aws).differences(present.get().distribution().distributionConfig());
    return changes.isEmpty() ? Found.inSync(made) : new Found.Drifted<>(made, changes, false);
  }

  @Override
  public Made apply(Aws aws, Found<Made> found) {
    try {
      return found instanceof Found.Drifted<Made> drifted
          ? update(aws, drifted.value())
          : IdempotentCreate.createOnce(() -> create(aws), () -> tagged(aws));
    } catch (AwsCallException e) {
      if (e.is("CNAMEAlreadyExists")) {
        throw new ClusterlineException(
            ErrorCode.DNS_RECORD_TAKEN, host + " is an alias of another distribution", e);
      }
      throw e;
    }
  }

  private Made create(Aws aws) {
    DistributionConfig config = settings(aws).toConfig(aws.clientToken());
    List<Tag> tags = tags(Tags.common(aws, address(), aws.cluster().name() + "-images"));
    var answer =
        aws.cloudFront(c ->
            c.createDistributionWithTags(r ->
                r.distributionConfigWithTags(
                    with -> with.distributionConfig(config).tags(t -> t.items(tags)))));
    var made = answer.distribution();
    return new Made(made.id(), made.arn(), made.domainName());
  }

  /** Fields that are not set here keep their values. */
  private Made update(Aws aws, Made made) {
    var present = aws.cloudFront(c -> c.getDistributionConfig(r -> r.id(made.id())));
    DistributionConfig old = present.distributionConfig();
    DistributionConfig wanted = settings(aws).toConfig(old.callerReference());
    DistributionConfig config =
        old.toBuilder()
            .comment(wanted.comment())
            .enabled(wanted.enabled())
            .isIPV6Enabled(wanted.isIPV6Enabled())
            .priceClass(wanted.priceClass())
            .aliases(wanted.aliases())
            .origins(wanted.origins())
            .defaultCacheBehavior(wanted.defaultCacheBehavior())
            .customErrorResponses(wanted.customErrorResponses())
            .viewerCertificate(wanted.viewerCertificate())
            .build();
    aws.cloudFront(c ->
        c.updateDistribution(
            r -> r.id(made.id()).ifMatch(present.eTag()).distributionConfig(config)));
    return made;
  }

  private DistributionSettings settings(Aws aws) {
    return new DistributionSettings(
        comment(aws),
        host,
        aws.output(certificate).arn(),
        "%s.s3.%s.amazonaws.com".formatted(aws.output(bucket), aws.region()),
        aws.output(access));
  }

  private static String comment(Aws aws) {
    return "images of cluster %s (%s)".formatted(aws.cluster().name(), aws.cluster().uid());
  }

  private Optional<Made> ours(Aws aws) {
    return aws.recorded(KIND).filter(one -> get(aws, one.id()).isPresent()).or(() -> tagged(aws));
  }

  static Optional<GetDistributionResponse> get(Aws aws, String id) {
    try {
      return Optional.of(aws.cloudFront(c -> c.getDistribution(r -> r.id(id))));
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Made made(GetDistributionResponse present) {
    var one = present.distribution();
    return new Made(one.id(), one.arn(), one.domainName());
  }

  /** The comment narrows the list down, the tags decide. */
  static Optional<Made> tagged(Aws aws) {
    String comment = comment(aws);
    return Pages.<DistributionSummary>all(marker -> page(aws, marker)).stream()
        .filter(one -> comment.equals(one.comment()))
        .map(one -> new Made(one.id(), one.arn(), one.domainName()))
        .filter(one -> isOurs(aws, one))
        .findFirst();
  }

  private static Page<DistributionSummary> page(Aws aws, @Nullable String marker) {
    var list = aws.cloudFront(c -> c.listDistributions(r -> r.marker(marker))).distributionList();
    return new Page<>(list.items(), list.nextMarker());
  }

  private static boolean isOurs(Aws aws, Made one) {
    List<Tag> tags =
        aws.cloudFront(c -> c.listTagsForResource(r -> r.resource(one.arn()))).tags().items();
    return tags.stream()
        .anyMatch(
            tag -> tag.key().equals(Tags.CLUSTER_UID) && aws.cluster().uid().equals(tag.value()));
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
