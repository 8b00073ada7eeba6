package io.clusterline.bootstrap.step;

import io.clusterline.Json;
import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.bootstrap.kubeadm.CaCertificate;
import io.clusterline.bootstrap.kubeadm.CertificateExpiry;
import io.clusterline.bootstrap.kubeadm.NodeObject;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.spec.Cluster;

/** Reads the cluster's API from one of its machines. */
record ApiReading(Node node, Cluster cluster) {

  InitializedMaster.Value of(Machine master) {
    String certificates =
        node.query("read the cluster's certificates", NodeScript.of("certificates.sh"));
    return new InitializedMaster.Value(
        CaCertificate.hash(certificates),
        version(),
        nodeObject(master),
        CertificateExpiry.earliest(certificates).orElse(null));
  }

  JoinedNode nodeObject(Machine machine) {
    NodeScript script =
        NodeScript.of("node-object.sh")
            .with("ENDPOINT", ApiEndpoint.inside(cluster))
            .with("NODE", machine.name());
    return NodeObject.read(node.query("read its node object", script), machine);
  }

  private String version() {
    NodeScript script =
        NodeScript.of("api-version.sh").with("ENDPOINT", ApiEndpoint.inside(cluster));
    String json = node.query("read the API server's version", script);
    return Json.MAPPER.readTree(json).path("gitVersion").asString();
  }
}
