package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.LOCATION;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord;
import io.clusterline.testkit.SampleInfrastructure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages for the accept queue in tests. */
final class AcceptSamples {

  private AcceptSamples() {}

  static ClusterDeletionRequested deletion(String uid) {
    return deletion(uid, null);
  }

  static ClusterDeletionRequested deletion(String uid, @Nullable Long ifGeneration) {
    return new ClusterDeletionRequested(uid, LOCATION, ifGeneration, "no longer needed", "a test");
  }

  static CancellationRequested cancellation(String uid, boolean rollback) {
    return cancellation(uid, rollback, null);
  }

  static CancellationRequested cancellation(
      String uid, boolean rollback, @Nullable Long ifGeneration) {
    return new CancellationRequested(uid, LOCATION, ifGeneration, rollback, "a mistake", "a test");
  }

  static Cluster present(ClusterRecord record) {
    return SpecificationReader.bind(Objects.requireNonNull(record.specification()));
  }

  static AddonsReady ready(Cluster cluster) {
    return new AddonsReady(
        cluster,
        SampleInfrastructure.controlPlane("k"),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  static InfraRemoved infraRemoved(ClusterRecord record, RemovalRequest order) {
    return new InfraRemoved(present(record), order, List.of(), List.of());
  }

  static StageFailed failure(StageName stage) {
    ErrorCode code = ErrorCode.PACKAGES_FAILED;
    return new StageFailed(
        stage,
        code.name(),
        "apt",
        code.fix(),
        true,
        5,
        List.of(),
        List.of(),
        List.of(),
        LOCATION,
        "dead-letter-1");
  }

  static ObjectNode rollingBack(ObjectNode specification) {
    ((ObjectNode) specification.get("spec")).put("onFailure", "rollback");
    return specification;
  }

  static ObjectNode protectedFromDeletion(ObjectNode specification) {
    ((ObjectNode) specification.get("spec")).put("deletionProtection", true);
    return specification;
  }

  static ObjectNode withoutNode(String name) {
    ObjectNode specification = AcceptHarness.specification();
    ArrayNode nodes = (ArrayNode) specification.at("/spec/nodes");
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).get("name").asString().equals(name)) {
        nodes.remove(i);
      }
    }
    return specification;
  }
}
