package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.cancellation;
import static io.clusterline.infra.accept.AcceptSamples.deletion;
import static io.clusterline.infra.accept.AcceptSamples.failure;
import static io.clusterline.infra.accept.AcceptSamples.infraRemoved;
import static io.clusterline.infra.accept.AcceptSamples.present;
import static io.clusterline.infra.accept.AcceptSamples.ready;
import static io.clusterline.infra.accept.AcceptSamples.rollingBack;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageName;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Clusters whose Kubernetes release has reached its end of life since they were accepted. */
@Timeout(180)
class EndedReleaseTest {

  private AcceptHarness accept;

  @BeforeEach
  void open() throws Exception {
    accept = new AcceptHarness();
  }

  @AfterEach
  void close() throws Exception {
    accept.close();
  }

  @Test
  void givenAnEndedReleaseWhenDeletionIsRequestedThenTheClusterIsDeleted() {
    String uid = built(specification());
    accept.endKubernetesRelease();

    accept.consume(request("d1", deletion(uid)));

    RemovalRequest order = accept.removalRequest();
    assertThat(order.mode()).isEqualTo(Mode.DELETE);
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), order)));
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenAnEndedReleaseWhenTheBuildIsCancelledWithRollbackThenItIsRemoved() {
    String uid = accept.apply("r1", specification()).clusterUid();
    accept.endKubernetesRelease();

    accept.consume(request("c1", cancellation(uid, true)));

    assertThat(accept.removalRequest().mode()).isEqualTo(Mode.ROLLBACK);
  }

  @Test
  void givenAnEndedReleaseWhenTheBuildFailsThenItIsRolledBackToThePreviousSpecification() {
    built(rollingBack(specification()));
    accept.apply("r2", rollingBack(withoutNode("worker-2")));
    accept.endKubernetesRelease();

    accept.consume(accept.notice("f1", failure(StageName.BOOTSTRAP)));

    RemovalRequest order = accept.removalRequest();
    assertThat(order.mode()).isEqualTo(Mode.ROLLBACK);
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), order)));
    Event<?> restored = accept.next(StageName.INFRA);
    assertThat(((ClusterAccepted) restored.data()).cluster().spec().kubernetes().version())
        .isEqualTo("1.28.15");
  }

  @Test
  void givenAnEndedReleaseWhenTheBuildEndsThenWhatLeftTheSpecificationIsPruned() {
    built(specification());
    accept.apply("r2", withoutNode("worker-2"));
    accept.endKubernetesRelease();

    accept.consume(accept.notice("a2", ready(present(accept.record()))));

    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    RemovalRequest order = accept.removalRequest();
    assertThat(order.mode()).isEqualTo(Mode.PRUNE);
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), order)));
    assertThat(accept.record().order()).isNull();
    assertThat(accept.record().changed()).isFalse();
  }

  @Test
  void givenAnEndedReleaseWhenTheSameRequestIsDeliveredAgainThenItIsTheSameEvent() {
    ObjectNode ended = specification();
    Event<?> first = accept.apply("r1", ended);
    accept.endKubernetesRelease();
    ((ObjectNode) ended.at("/spec/kubernetes")).put("version", "1.28.15");

    accept.consume(request("r1", ClusterRequested.of(ended)));

    assertThat(accept.next(StageName.INFRA).id()).isEqualTo(first.id());
  }

  private String built(ObjectNode specification) {
    return accept.built(specification, ready(SpecificationReader.bind(specification)));
  }
}
