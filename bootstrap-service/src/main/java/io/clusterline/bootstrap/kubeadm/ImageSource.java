package io.clusterline.bootstrap.kubeadm;

import io.clusterline.spec.MirrorsSpec;
import java.util.List;

/**
 * Sources of images: Kubernetes' own by the repository that kubeadm is given, all others by the
 * mirror that the container runtime uses.
 *
 * @param kubernetes the repository of the control plane's images and of the pause image
 * @param coreDns the repository of CoreDNS, which is a sub-folder
 * @param mirrorApi URL at which the mirror's registry API serves the images of all registries, each
 *     below its name; empty without a mirror
 */
public record ImageSource(String kubernetes, String coreDns, String mirrorApi) {

  /** Registries of the images of the catalogue's charts, of Calico and of most others. */
  public static final List<String> REGISTRIES =
      List.of(
          "docker.io",
          "ecr-public.aws.com",
          "ghcr.io",
          "public.ecr.aws",
          "quay.io",
          "registry.k8s.io");

  private static final String HOME = "registry.k8s.io";

  /** A mirror's host and path stand before the images' full names. */
  public static ImageSource of(MirrorsSpec mirrors) {
    String prefix = mirrors.images();
    String kubernetes = prefix == null ? HOME : prefix + "/" + HOME;
    return new ImageSource(kubernetes, kubernetes + "/coredns", prefix == null ? "" : api(prefix));
  }

  /**
   * The path of a name follows the API's own: example.org/mirror → https://example.org/v2/mirror.
   */
  private static String api(String prefix) {
    int path = prefix.indexOf('/');
    return path < 0
        ? "https://" + prefix + "/v2"
        : "https://" + prefix.substring(0, path) + "/v2" + prefix.substring(path);
  }
}
