package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.ConflictException;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3DocumentsTest extends DocumentStoreContract {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final ClusterLocation SEOUL = new ClusterLocation(null, "ap-northeast-2");
  private static final StateStore STATE = StateStore.open();

  @BeforeAll
  static void initialise() {
    STATE.initialise(SEOUL);
  }

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @Override
  DocumentStore store() {
    return STATE.documents(SEOUL);
  }

  @Test
  void givenACreateWhoseAnswerIsLost_whenItIsSentAgain_thenItIsOursAndNoConflict() {
    AWS.faults(Map.of("service", "s3", "action", "PutObject", "times", 1, "applyThenDrop", true));

    var created = store().create("clusters/lost/create.json", "{\"v\":1}");

    assertThat(store().read(created.key())).contains(created);
    assertThat(AWS.faultHits()).isEqualTo(1);
  }

  @Test
  void givenAReplaceWhoseAnswerIsLost_whenItIsSentAgain_thenItIsOursAndNoConflict() {
    var first = store().create("clusters/lost/replace.json", "{\"v\":1}");
    AWS.faults(Map.of("service", "s3", "action", "PutObject", "times", 1, "applyThenDrop", true));

    var second = store().replace(first, "{\"v\":2}");

    assertThat(store().read(first.key())).contains(second);
    assertThat(AWS.faultHits()).isEqualTo(1);
  }

  @Test
  void givenS3AnswersConflict409_whenCreating_thenTriedAgain() {
    AWS.faults(
        Map.of(
            "service",
            "s3",
            "action",
            "PutObject",
            "times",
            2,
            "code",
            "ConditionalRequestConflict",
            "status",
            409));

    store().create("clusters/busy/a.json", "{}");

    assertThat(store().read("clusters/busy/a.json")).isPresent();
    assertThat(AWS.faultHits()).isEqualTo(2);
  }

  @Test
  void givenAnExistingDocument_whenCreatedUnderA412_thenConflict() {
    store().create("clusters/taken/a.json", "{}");

    assertThatThrownBy(() -> store().create("clusters/taken/a.json", "{}"))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void givenMoreDocumentsThanAPageHolds_whenListed_thenAllAreThere() {
    try (var threads = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 1005)
          .forEach(i -> threads.submit(() -> store().create("clusters/many/" + i, "{}")));
    }
    assertThat(store().list("clusters/many/")).hasSize(1005);
  }

  @Test
  void givenNoBucket_whenReadOrWritten_thenStateNotInitialisedNamesIt() {
    DocumentStore nowhere = STATE.documents(new ClusterLocation(null, "eu-west-3"));

    assertThatThrownBy(() -> nowhere.read("a"))
        .isInstanceOfSatisfying(ClusterlineException.class, S3DocumentsTest::assertNotInitialised);
    assertThatThrownBy(() -> nowhere.create("a", "{}"))
        .isInstanceOfSatisfying(ClusterlineException.class, S3DocumentsTest::assertNotInitialised);
    assertThatThrownBy(() -> nowhere.list("a"))
        .isInstanceOfSatisfying(ClusterlineException.class, S3DocumentsTest::assertNotInitialised);
  }

  private static void assertNotInitialised(ClusterlineException e) {
    assertThat(e.code()).isEqualTo(ErrorCode.STATE_NOT_INITIALISED);
    assertThat(e).hasMessageContaining("clusterline-" + AwsStandIn.ACCOUNT + "-eu-west-3");
  }

  @Test
  void givenDeniedAccess_whenRead_thenAwsDenied() {
    AWS.faults(Map.of("service", "s3", "code", "AccessDenied", "status", 403));

    assertThatThrownBy(() -> store().read("clusters/a.json"))
        .isInstanceOfSatisfying(
            ClusterlineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AWS_DENIED));
  }
}
