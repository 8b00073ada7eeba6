package io.clusterline.cli.demo;

import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.ImagesAhead;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Pulls and starts of add-ons that follow one another. A kubelet starts the containers of a pod in
 * their order, each when its image is there, so a pod of four takes four starts, and four pulls
 * unless its images came ahead. A pod with a volume waits for the controller of the EBS driver,
 * which creates it. Counted are the containers of the sandbox's charts; the real charts have as
 * many or more.
 *
 * @param starts of containers
 * @param pulls of images that did not come ahead
 */
record AddonChain(int starts, int pulls) {

  private static final AddonChain NONE = new AddonChain(0, 0);

  private static final String DRIVER = "aws-ebs-csi-driver";

  /** Of the pod with the most containers in a row, where that is not one. */
  private static final Map<String, Integer> CONTAINERS = Map.of(DRIVER, 4);

  /**
   * Their slowest pod has a volume: Prometheus, for one. Init containers of PostgreSQL and RabbitMQ
   * are short and of the same image: they are not counted.
   */
  private static final List<String> WITH_VOLUME =
      List.of("kube-prometheus-stack", "atlantis", "postgres", "rabbitmq");

  /** The one that takes longest at worst. */
  static AddonChain longest(ClusterSpec spec, LatencyProfile profile) {
    return spec.addons().stream()
        .map(AddonSpec::name)
        .map(addon -> of(addon, spec))
        .max(Comparator.comparingDouble(chain -> chain.seconds(profile)))
        .orElse(NONE);
  }

  private static AddonChain of(String addon, ClusterSpec spec) {
    int containers = CONTAINERS.getOrDefault(addon, 1);
    AddonChain own = new AddonChain(containers, ImagesAhead.knows(spec, addon) ? 0 : containers);
    return WITH_VOLUME.contains(addon) ? of(DRIVER, spec).then(own) : own;
  }

  private AddonChain then(AddonChain next) {
    return new AddonChain(starts + next.starts, pulls + next.pulls);
  }

  private double seconds(LatencyProfile profile) {
    return starts * profile.containerStartSeconds() + pulls * profile.imagePullSeconds();
  }
}
