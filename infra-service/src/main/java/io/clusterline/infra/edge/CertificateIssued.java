package io.clusterline.infra.edge;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.Certificate.Requested;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.DomainStatus;

/**
 * The certificate is issued. Its removal deletes the certificate: so its records, which this step
 * waited for, are there as long as the certificate is.
 */
public record CertificateIssued(Certificate certificate, ValidationRecords records, Duration within)
    implements Step<Aws, Requested> {

  public static final Kind<Aws, Requested> KIND =
      Kind.of(
              "certificate-issued",
              Requested.class,
              CertificateRemoval::delete,
              (aws, intent) -> aws.recorded(Certificate.KIND, intent.address().key()))
          .removedWithin(CertificateRemoval.LIMIT);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Override
  public Kind<Aws, Requested> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return certificate.key();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(2);
  }

  @Override
  public Found<Requested> find(Aws aws) {
    Requested requested = aws.output(certificate);
    return Certificate.describe(aws, requested)
            .filter(one -> one.status() == CertificateStatus.ISSUED)
            .isPresent()
        ? Found.inSync(requested)
        : Found.missing();
  }

  @Override
  public Requested apply(Aws aws, Found<Requested> found) {
    Requested requested = aws.output(certificate);
    return Wait.until("the certificate of " + String.join(", ", certificate.names()) + " is issued")
        .within(within)
        .atMostEvery(PAUSE)
        .orFail(ErrorCode.CERTIFICATE_NOT_VALIDATED)
        .reporting(aws::report)
        .poll(() -> check(requested, Certificate.describe(aws, requested)));
  }

  private static Seen<Requested> check(Requested requested, Optional<CertificateDetail> detail) {
    if (detail.isEmpty()) {
      return Seen.notYet("it is not there");
    }
    CertificateStatus status = detail.get().status();
    if (status == CertificateStatus.ISSUED) {
      return Seen.yes(requested);
    }
    if (status != CertificateStatus.PENDING_VALIDATION) {
      throw new ClusterlineException(
          ErrorCode.CERTIFICATE_NOT_VALIDATED,
          "certificate %s is %s: %s"
              .formatted(requested.arn(), status, detail.get().failureReasonAsString()));
    }
    return Seen.notYet(unseen(detail.get()));
  }

  /** What ACM looks for and has not found. */
  private static String unseen(CertificateDetail detail) {
    return detail.domainValidationOptions().stream()
        .filter(one -> one.validationStatus() != DomainStatus.SUCCESS)
        .filter(one -> one.resourceRecord() != null)
        .map(one -> "ACM has not seen the record " + ValidationRecords.record(one))
        .distinct()
        .reduce((first, second) -> first + "; " + second)
        .orElse("ACM has not named its records");
  }
}
