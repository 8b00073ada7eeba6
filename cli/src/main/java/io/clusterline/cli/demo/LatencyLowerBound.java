package io.clusterline.cli.demo;

import io.clusterline.spec.ClusterSpec;
import java.time.Duration;
import java.util.List;

/**
 * The lower bound of a build's time: the longest chain of the latency profile's own inputs, each as
 * often as dependencies force. It contains no measurement, so no slow step of ours flatters it; the
 * time of the API server, controllers and Clusterline itself is not in it.
 *
 * <p>Steps that must follow one another:
 *
 * <ul>
 *   <li>three calls to AWS before the first machine is pending: CreateVpc and CreateSubnet (or
 *       CreateRole and AddRoleToInstanceProfile), RunInstances. The others run beside the start;
 *   <li>pending, boot, user data and packages of the machine that becomes the control plane. The
 *       others' run at the same time;
 *   <li>one pull: the control plane's images, all at once, as soon as containerd runs. The images
 *       of the network's agent and of the add-ons are known by then too and are pulled at that time
 *       on every node, which takes no longer;
 *   <li>neither packages nor that pull where the machine image is baked;
 *   <li>{@code kubeadm init}, and the join of a node, which needs it;
 *   <li>the starts of the network agent's containers, one after another, without which no node is
 *       Ready;
 *   <li>the add-ons' slowest chain of {@link AddonChain pulls and starts}. Their stage begins when
 *       all nodes are Ready. An image is pulled then only if it could not be known before: {@link
 *       io.clusterline.spec.ImagesAhead}.
 * </ul>
 */
public final class LatencyLowerBound {

  /** CreateVpc, CreateSubnet, RunInstances. */
  private static final int CALLS = 3;

  /** upgrade-ipam, install-cni, ebpf-bootstrap, calico-node. */
  private static final int AGENT_CONTAINERS = 4;

  /** A part of the chain: so many times this wait. */
  public record Link(String what, int times, double seconds) {
    double total() {
      return times * seconds;
    }
  }

  private LatencyLowerBound() {}

  public static Duration of(LatencyProfile profile, ClusterSpec spec) {
    double seconds = chain(profile, spec).stream().mapToDouble(Link::total).sum();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** In the order of time. */
  public static List<Link> chain(LatencyProfile profile, ClusterSpec spec) {
    AddonChain addons = AddonChain.longest(spec, profile);
    int made = spec.aws().ami().baked() ? 0 : 1;
    return List.of(
        new Link("API call", CALLS, profile.apiCallMillis() / 1000),
        new Link("pending", 1, profile.pendingSeconds()),
        new Link("boot", 1, profile.bootSeconds()),
        new Link("user data", 1, profile.userDataSeconds()),
        new Link("packages", made, profile.packagesSeconds()),
        new Link("pull of the control plane's images", made, profile.imagePullSeconds()),
        new Link("kubeadm init", 1, profile.kubeadmInitSeconds()),
        new Link("kubeadm join", spec.nodes().size() > 1 ? 1 : 0, profile.kubeadmJoinSeconds()),
        new Link("start of the network agent", AGENT_CONTAINERS, profile.containerStartSeconds()),
        new Link("pull for an add-on", addons.pulls(), profile.imagePullSeconds()),
        new Link("start for an add-on", addons.starts(), profile.containerStartSeconds()));
  }
}
