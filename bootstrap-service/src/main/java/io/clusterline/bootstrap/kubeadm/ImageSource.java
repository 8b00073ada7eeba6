package io.clusterline.bootstrap.kubeadm;

import io.clusterline.spec.MirrorsSpec;

/**
 * Where Kubernetes' own images come from.
 *
 * @param kubernetes the repository of the control plane's images and of the pause image
 * @param coreDns the repository of CoreDNS, which has a folder of its own
 */
public record ImageSource(String kubernetes, String coreDns) {

  private static final String HOME = "registry.k8s.io";

  /** A mirror's host and path stand before the images' full names. */
  public static ImageSource of(MirrorsSpec mirrors) {
    String kubernetes = mirrors.images() == null ? HOME : mirrors.images() + "/" + HOME;
    return new ImageSource(kubernetes, kubernetes + "/coredns");
  }
}
