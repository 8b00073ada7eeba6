package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * A certificate of ACM, requested with DNS validation. Another domain is another certificate: the
 * new one is there before the old one is removed. Others' certificates of the same names are left
 * alone: ours is the recorded one, or the one with our tags.
 *
 * @param region us-east-1 for a CDN, else the cluster's
 * @param names the first one is the subject
 */
public record Certificate(String region, List<String> names)
    implements Step<Aws, Certificate.Requested> {

  /** CloudFront takes certificates from there only. */
  public static final String REGION_OF_CDN = "us-east-1";

  private static final int LONGEST_TOKEN = 32;

  /** From which no certificate comes back. */
  private static final Set<CertificateStatus> DEAD =
      Set.of(
          CertificateStatus.FAILED,
          CertificateStatus.VALIDATION_TIMED_OUT,
          CertificateStatus.EXPIRED,
          CertificateStatus.REVOKED,
          CertificateStatus.INACTIVE);

  /** A certificate and its region. */
  public record Requested(String arn, String region) {}

  public static final Kind<Aws, Requested> KIND =
      Kind.of(
              "certificate",
              Requested.class,
              CertificateRemoval::delete,
              (aws, intent) -> tagged(aws, intent.address().key()))
          .removedWithin(CertificateRemoval.LIMIT);

  public Certificate {
    names = List.copyOf(names);
  }

  @Override
  public Kind<Aws, Requested> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return names.getFirst();
  }

  @Override
  public Found<Requested> find(Aws aws) {
    return ours(aws).filter(one -> !isDead(aws, one)).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Requested apply(Aws aws, Found<Requested> found) {
    Optional<Requested> dead = ours(aws).filter(one -> isDead(aws, one));
    dead.ifPresent(one -> CertificateRemoval.delete(aws, one));
    String token = dead.isPresent() ? aws.freshClientToken() : aws.clientToken();
    return IdempotentCreate.createOnce(() -> request(aws, token), () -> tagged(aws, key()));
  }

  private Requested request(Aws aws, String token) {
    List<Tag> tags = tags(Tags.common(aws, address(), key()));
    String arn =
        aws.acm(
                c ->
                    c.requestCertificate(r ->
                        r.domainName(names.getFirst())
                            .subjectAlternativeNames(names)
                            .validationMethod(ValidationMethod.DNS)
                            .idempotencyToken(idempotencyToken(token))
                            .tags(tags)),
                region)
            .certificateArn();
    return new Requested(arn, region);
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** Letters, digits and underscores only. */
  private static String idempotencyToken(String token) {
    String plain = token.replaceAll("\\W", "");
    return plain.substring(0, Math.min(LONGEST_TOKEN, plain.length()));
  }

  private Optional<Requested> ours(Aws aws) {
    return aws.recorded(KIND)
        .filter(one -> describe(aws, one).isPresent())
        .or(() -> tagged(aws, key()));
  }

  private static boolean isDead(Aws aws, Requested one) {
    return describe(aws, one).filter(detail -> DEAD.contains(detail.status())).isPresent();
  }

  /** Empty when there is no such certificate. */
  static Optional<CertificateDetail> describe(Aws aws, Requested one) {
    try {
      return Optional.of(
          aws.acm(c -> c.describeCertificate(r -> r.certificateArn(one.arn())), one.region())
              .certificate());
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The certificate of that name that carries the cluster's tags; in either region. */
  static Optional<Requested> tagged(Aws aws, String name) {
    return Set.of(aws.region(), REGION_OF_CDN).stream()
        .flatMap(region -> named(aws, name, region).stream())
        .filter(one -> isOurs(aws, one))
        .findFirst();
  }

  /** Everybody's. */
  static List<Requested> named(Aws aws, String name, String region) {
    return aws.acm(
        c ->
            c.listCertificatesPaginator().certificateSummaryList().stream()
                .filter(one -> name.equals(one.domainName()))
                .map(one -> new Requested(one.certificateArn(), region))
                .toList(),
        region);
  }

  private static boolean isOurs(Aws aws, Requested one) {
    List<Tag> tags =
        aws.acm(c -> c.listTagsForCertificate(r -> r.certificateArn(one.arn())), one.region())
            .tags();
    return tags.stream()
        .anyMatch(
            tag -> tag.key().equals(Tags.CLUSTER_UID) && aws.cluster().uid().equals(tag.value()));
  }
}
