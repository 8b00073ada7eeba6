package io.clusterline.spec;

import java.util.List;

/**
 * Access to the cluster from outside its VPC. There is no default: what is not listed is closed.
 *
 * @param sshCidrs sources that may open SSH connections to the nodes, Clusterline's services among
 *     them
 * @param apiCidrs sources that may call the Kubernetes API
 */
public record AccessSpec(
    @Constraint(form = TextFormat.CIDR, minItems = 1, maxItems = 50) List<Cidr> sshCidrs,
    @Constraint(form = TextFormat.CIDR, minItems = 1, maxItems = 50) List<Cidr> apiCidrs) {

  public AccessSpec {
    sshCidrs = Immutable.list(sshCidrs);
    apiCidrs = Immutable.list(apiCidrs);
  }
}
