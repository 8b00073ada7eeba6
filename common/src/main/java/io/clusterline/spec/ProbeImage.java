package io.clusterline.spec;

/**
 * The image of the pods that prove the pod network: the one that Kubernetes' own network tests use.
 * One service runs it, another has it pulled before.
 */
public final class ProbeImage {

  private static final String NAME = "registry.k8s.io/e2e-test-images/agnhost:2.53";

  private ProbeImage() {}

  /** Its name, below the mirror's if there is one, as the other images' names. */
  public static String of(MirrorsSpec mirrors) {
    return mirrors.images() == null ? NAME : mirrors.images() + "/" + NAME;
  }
}
