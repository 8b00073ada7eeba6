package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * The control plane.
 *
 * @param version a full version without a leading v, such as 1.36.3
 * @param controlPlaneEndpoint the name by which the API server is known inside the VPC; {@code
 *     api.<cluster>.internal} unless another is given
 * @param allowSchedulingOnControlPlane lets pods run on the control plane too, as in a cluster of
 *     one machine: its node does not get kubeadm's taint
 */
public record KubernetesSpec(
    @Constraint(form = TextFormat.KUBERNETES_VERSION) String version,
    @Constraint(form = TextFormat.DNS_NAME, derived = true) String controlPlaneEndpoint,
    @Constraint(defaultsTo = "false")
        @JsonSetter(nulls = Nulls.AS_EMPTY) // events of before it existed say nothing of it
        boolean allowSchedulingOnControlPlane) {

  /** The minor version, such as 1.36: the name of the package repository. */
  public String minor() {
    return version.substring(0, version.lastIndexOf('.'));
  }
}
