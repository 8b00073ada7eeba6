package io.clusterline.spec;

import java.util.List;

/**
 * Who may reach the cluster from outside its VPC. There is no default: an open door is written down
 * by its owner, or it is shut.
 *
 * @param sshCidrs where SSH connections to the nodes may come from, the services of the line among
 *     them
 * @param apiCidrs where requests to the Kubernetes API may come from
 */
public record AccessSpec(
    @Constraint(form = TextFormat.CIDR, minItems = 1, maxItems = 50) List<Cidr> sshCidrs,
    @Constraint(form = TextFormat.CIDR, minItems = 1, maxItems = 50) List<Cidr> apiCidrs) {

  public AccessSpec {
    sshCidrs = Immutable.list(sshCidrs);
    apiCidrs = Immutable.list(apiCidrs);
  }
}
