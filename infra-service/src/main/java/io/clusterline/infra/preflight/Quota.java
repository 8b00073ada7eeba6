package io.clusterline.infra.preflight;

import io.clusterline.infra.aws.Aws;
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
    return aws.askIfPermitted(
        what,
        () ->
            aws.quotas(c -> c.getServiceQuota(r -> r.serviceCode(service).quotaCode(code)))
                .quota()
                .value()
                .intValue());
  }
}
