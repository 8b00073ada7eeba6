package io.clusterline.cli.demo;

import java.util.List;
import java.util.Map;

/**
 * Pulls and starts of add-ons that follow one another. A kubelet starts the containers of a pod in
 * their order, each when its image is there, so a pod of four takes four pulls and starts. A pod
 * with a volume waits for the controller of the EBS driver, which creates it. Counted are the
 * containers of the sandbox's charts; the real charts have as many or more.
 */
final class AddonChain {

  private static final String DRIVER = "aws-ebs-csi-driver";

  /** Of the pod with the most containers in a row, where that is not one. */
  private static final Map<String, Integer> CONTAINERS = Map.of(DRIVER, 4);

  /**
   * Their slowest pod has a volume: Prometheus, for one. Init containers of PostgreSQL and RabbitMQ
   * are short and of the same image: they are not counted.
   */
  private static final List<String> WITH_VOLUME =
      List.of("kube-prometheus-stack", "atlantis", "postgres", "rabbitmq");

  private AddonChain() {}

  /** How many containers, at worst, are pulled and started one after another. */
  static int longest(List<String> addons) {
    return addons.stream().mapToInt(AddonChain::of).max().orElse(0);
  }

  private static int of(String addon) {
    int own = CONTAINERS.getOrDefault(addon, 1);
    return WITH_VOLUME.contains(addon) ? of(DRIVER) + own : own;
  }
}
