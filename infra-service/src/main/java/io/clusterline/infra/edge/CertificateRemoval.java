package io.clusterline.infra.edge;

import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.edge.Certificate.Requested;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import software.amazon.awssdk.services.acm.model.CertificateDetail;

/** Deletes a certificate once nobody uses it: ACM knows of a deleted CDN only after a while. */
final class CertificateRemoval {

  /** With some room for what comes before and after the wait. */
  static final Duration LIMIT = Duration.ofMinutes(32);

  private static final Duration UNUSED_WITHIN = Duration.ofMinutes(30);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private CertificateRemoval() {}

  static void delete(Aws aws, Requested certificate) {
    Wait.until("nobody uses certificate " + certificate.arn())
        .within(UNUSED_WITHIN)
        .atMostEvery(PAUSE)
        .orFail(ErrorCode.LEFTOVERS)
        .reporting(aws::report)
        .poll(() -> tryOnce(aws, certificate));
  }

  private static Seen<Boolean> tryOnce(Aws aws, Requested certificate) {
    var detail = Certificate.describe(aws, certificate);
    if (detail.isEmpty()) {
      return Seen.yes(true);
    }
    return detail.get().inUseBy().isEmpty()
        ? deleteUnused(aws, certificate)
        : Seen.notYet(users(detail.get()));
  }

  private static Seen<Boolean> deleteUnused(Aws aws, Requested certificate) {
    try {
      Deletions.ignoreNotFound(() ->
          aws.acm(
              c -> c.deleteCertificate(r -> r.certificateArn(certificate.arn())),
              certificate.region()));
      return Seen.yes(true);
    } catch (AwsCallException e) {
      if (!e.isStillInUse()) {
        throw e;
      }
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private static String users(CertificateDetail detail) {
    return "in use by " + String.join(", ", detail.inUseBy());
  }
}
