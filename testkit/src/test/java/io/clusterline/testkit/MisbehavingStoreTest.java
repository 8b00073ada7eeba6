package io.clusterline.testkit;

import static io.clusterline.testkit.StoreCall.any;
import static io.clusterline.testkit.StoreCall.key;
import static io.clusterline.testkit.StoreCall.verb;
import static io.clusterline.testkit.StoreCall.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.state.ConflictException;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.DocumentStore.Document;
import io.clusterline.testkit.StoreCall.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MisbehavingStoreTest {

  private static final ClusterLocation SEOUL = new ClusterLocation(null, "ap-northeast-2");

  private final MemoryStateStore memory = new MemoryStateStore();
  private final MisbehavingStore store = new MisbehavingStore(memory, new SplittableRandom(7));

  private DocumentStore documents() {
    return store.documents(SEOUL);
  }

  @Test
  void givenNoRuleWhenUsedThenItIsTheStoreBelow() {
    Document created = documents().create("a.json", "1");

    assertThat(documents().read("a.json")).contains(created);
    assertThat(documents().list("a")).containsExactly(created);
    assertThatThrownBy(() -> documents().create("a.json", "2"))
        .isInstanceOf(ConflictException.class);
    assertThat(memory.documents(SEOUL).read("a.json")).contains(created);
  }

  @ParameterizedTest
  @EnumSource(names = {"AWS_UNAVAILABLE", "AWS_THROTTLED", "AWS_CREDENTIALS_EXPIRED", "AWS_DENIED"})
  void givenARuleForTwoCallsWhenWrittenThriceThenTwoFailWithItsCodeAndStoreNothing(ErrorCode code) {
    store.on(writes().and(key("a.json"))).times(2).fails(code);

    assertThat(codeOf(() -> documents().create("a.json", "1"))).isEqualTo(code);
    assertThat(codeOf(() -> documents().create("a.json", "2"))).isEqualTo(code);
    assertThat(documents().read("a.json")).isEmpty();
    assertThat(documents().create("a.json", "3").body()).isEqualTo("3");
  }

  @Test
  void givenARuleThatSkipsOneWhenReadTwiceThenTheSecondFails() {
    store.on(verb(Verb.READ)).skipFirst(1).fails(ErrorCode.AWS_DENIED);

    assertThat(documents().read("a.json")).isEmpty();
    assertThat(codeOf(() -> documents().read("a.json"))).isEqualTo(ErrorCode.AWS_DENIED);
  }

  @Test
  void givenALostAnswerWhenWrittenThenTheCallerFailsAndItIsStored() {
    store.on(writes()).times(1).losesItsAnswer(ErrorCode.AWS_UNAVAILABLE);

    assertThat(codeOf(() -> documents().create("a.json", "1")))
        .isEqualTo(ErrorCode.AWS_UNAVAILABLE);

    assertThat(documents().read("a.json").orElseThrow().body()).isEqualTo("1");
  }

  @Test
  void givenAnInterruptedThreadWhenItCallsThenItIsAbortedBeforeAnythingIsDone() {
    DocumentStore documents = documents();
    Thread.currentThread().interrupt();
    try {
      assertThat(codeOf(() -> documents.create("a.json", "1"))).isEqualTo(ErrorCode.CANCELLED);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(memory.documents(SEOUL).writes()).isZero();
  }

  @Test
  void givenASlowCallWhenItsThreadIsInterruptedThenItIsAborted() {
    DocumentStore documents = documents();
    store.on(verb(Verb.READ)).delay(Duration.ofMinutes(5), Duration.ofMinutes(5));
    var failure = new CompletableFuture<ErrorCode>();

    Thread slow =
        Thread.startVirtualThread(() -> failure.complete(codeOf(() -> documents.read("a.json"))));
    slow.interrupt();

    assertThat(failure.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void givenAGateWhenAnotherWritesFirstThenTheHeldWriteConflicts() {
    DocumentStore documents = documents();
    Document first = documents.create("a.json", "1");
    Gate gate = store.on(verb(Verb.REPLACE)).times(1).holdBefore();

    var held = CompletableFuture.supplyAsync(() -> documents.replace(first, "late"));
    gate.awaitArrival();
    documents.replace(first, "faster");
    gate.open();

    assertThatThrownBy(() -> held.orTimeout(20, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(ConflictException.class);
  }

  @Test
  void givenAGateBeforeTheAnswerWhenHeldThenTheWriteIsAlreadySeenByOthers() {
    DocumentStore documents = documents();
    Gate gate = store.on(verb(Verb.CREATE)).times(1).holdAfter();

    var held = CompletableFuture.supplyAsync(() -> documents.create("a.json", "1"));
    gate.awaitArrival();

    assertThat(documents.read("a.json")).isPresent();
    assertThat(held).isNotDone();
    gate.open();
    assertThat(held.orTimeout(20, TimeUnit.SECONDS).join().body()).isEqualTo("1");
  }

  @Test
  void givenAThreadAtAGateWhenInterruptedThenItsCallIsAborted() {
    DocumentStore documents = documents();
    Gate gate = store.on(verb(Verb.CREATE)).holdBefore();
    var failure = new CompletableFuture<ErrorCode>();

    Thread held =
        Thread.startVirtualThread(
            () -> failure.complete(codeOf(() -> documents.create("a.json", "1"))));
    gate.awaitArrival();
    held.interrupt();

    assertThat(failure.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(documents.read("a.json")).isEmpty();
  }

  @Test
  void givenAChanceWhenCalledOftenThenAboutThatManyFailAndAlwaysTheSame() {
    assertThat(failuresOf(3)).hasSizeBetween(60, 140).isEqualTo(failuresOf(3));
    assertThat(failuresOf(3)).isNotEqualTo(failuresOf(4));
  }

  private static List<Integer> failuresOf(long seed) {
    var store = new MisbehavingStore(new MemoryStateStore(), new SplittableRandom(seed));
    DocumentStore documents = store.documents(SEOUL);
    store.on(any()).withProbability(0.1).fails(ErrorCode.AWS_THROTTLED);
    List<Integer> failures = new ArrayList<>();
    IntStream.range(0, 1_000)
        .filter(call -> codeOf(() -> documents.read("a.json")) != null)
        .forEach(failures::add);
    return failures;
  }

  @Test
  void givenRulesWhenItShallBehaveThenNothingFails() {
    store.on(any()).fails(ErrorCode.AWS_UNAVAILABLE);

    store.clearRules();

    assertThat(documents().read("a.json")).isEmpty();
  }

  @Test
  void givenCallsThenEachIsOnRecordAndNoSecretIs() {
    Document first = documents().create("a.json", "1");
    documents().replace(first, "2");
    store.secrets(SEOUL).put("key", Secret.of("hidden"));

    assertThat(store.calls())
        .extracting(StoreCall::verb)
        .containsExactly(Verb.OPEN, Verb.CREATE, Verb.REPLACE, Verb.PUT_SECRET);
    assertThat(store.count(writes().and(key("a.json")))).isEqualTo(2);
    assertThat(store.calls().get(2).before()).isEqualTo("1");
    assertThat(store.calls()).noneMatch(call -> call.toString().contains("hidden"));
  }

  @Test
  void givenTwoRegionsThenEachHasDocumentsOfItsOwn() {
    documents().create("a.json", "1");

    assertThat(store.documents(new ClusterLocation(null, "eu-west-1")).read("a.json")).isEmpty();
    assertThat(
            store
                .documents(new ClusterLocation(AwsStandIn.ACCOUNT, "ap-northeast-2"))
                .read("a.json"))
        .isPresent();
  }

  @Test
  void givenAnUnsteadyStoreWhenEveryWriteIsTriedUntilItIsSeenThenNoneIsLost() {
    MisbehavingStore unsteady = MisbehavingStore.withRandomFaults(11);

    for (int i = 0; i < 200; i++) {
      String body = Integer.toString(i);
      String key = "n-" + i + ".json";
      while (codeOf(() -> write(unsteady, key, body)) != null) {
        Thread.onSpinWait();
      }
    }

    unsteady.clearRules();
    assertThat(unsteady.documents(SEOUL).list("n-")).hasSize(200);
    assertThat(unsteady.count(verb(Verb.READ))).isGreaterThan(205);
  }

  private static void write(MisbehavingStore store, String key, String body) {
    DocumentStore documents = store.documents(SEOUL);
    if (documents.read(key).isEmpty()) {
      documents.create(key, body);
    }
  }

  /** Of what the call fails with; null when it succeeds. */
  private static ErrorCode codeOf(ThrowingCallable call) {
    ClusterlineException failure = catchThrowableOfType(ClusterlineException.class, call);
    return failure == null ? null : failure.code();
  }
}
