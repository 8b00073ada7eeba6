package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;

/**
 * The node object of a machine that is gone, under the name that a new machine has now. Its
 * provider id cannot be changed, so the object is deleted and the new machine's kubelet registers
 * anew.
 */
record StaleNodeObject(Machine machine, Node controlPlane, Ssh context) {

  /** Output of {@code kubeadm join} while the old object is still Ready. */
  static final String TAKEN = "already exists in the cluster";

  /**
   * @throws ClusterlineException {@code KUBERNETES_UNREACHABLE} when the API server does not answer
   */
  void delete() {
    context.report("the node object belongs to a machine that is gone: deleting it");
    context.beforeMutation();
    NodeDeparture.delete(controlPlane, machine.name());
  }

  /** A kubelet registers itself when it starts, and not again. */
  void replace() {
    delete();
    context
        .node(machine)
        .run("restart the kubelet", NodeScript.command("systemctl", "restart", "kubelet"));
  }
}
