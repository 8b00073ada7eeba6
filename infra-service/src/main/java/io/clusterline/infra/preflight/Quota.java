package io.clusterline.infra.preflight;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import java.util.Optional;

/**
 * A quota of the account in the cluster's region.
 *
 * @param service whose it is: ec2 or vpc
 * @param code as Service Quotas knows it
 */
record Quota(String service, String code) {

  /** How much it allows; empty when policy forbids to ask, which is reported. */
  Optional<Integer> allows(Aws aws, String what) {
    return aws.askIfPermitted(what, () -> applied(aws).intValue());
  }

  /** Service Quotas knows no applied value of a quota that was never changed. */
  private Double applied(Aws aws) {
    try {
      return aws.quotas(c -> c.getServiceQuota(r -> r.serviceCode(service).quotaCode(code)))
          .quota()
          .value();
    } catch (AwsCallException e) {
      if (!e.is("NoSuchResourceException")) {
        throw e;
      }
      return aws.quotas(
              c -> c.getAWSDefaultServiceQuota(r -> r.serviceCode(service).quotaCode(code)))
          .quota()
          .value();
    }
  }
}
