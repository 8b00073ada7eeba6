package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.state.ConflictException;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.DocumentStore.Document;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of a document store. Each implementation runs the same tests. */
abstract class DocumentStoreContract {

  private static final AtomicInteger TESTS = new AtomicInteger();

  private DocumentStore store;
  private String prefix;

  abstract DocumentStore store();

  @BeforeEach
  void freshPrefix() {
    store = store();
    prefix = "clusters/contract-" + TESTS.incrementAndGet() + "/";
  }

  @Test
  void givenNothing_whenRead_thenEmpty() {
    assertThat(store.read(prefix + "absent.json")).isEmpty();
  }

  @Test
  void givenACreatedDocument_whenRead_thenItsBodyIsExactlyWhatWasWritten() {
    String body = "{\"name\": \"Eco²\",\n  \"tab\":\"\\t\", \"nested\":{\"document\":[1,2,{}]}}";

    Document created = store.create(prefix + "a.json", body);

    assertThat(store.read(prefix + "a.json")).contains(created);
    assertThat(created.body()).isEqualTo(body);
  }

  @Test
  void givenADocument_whenCreatedAgain_thenConflictAndTheFirstStays() {
    store.create(prefix + "a.json", "{\"v\":1}");

    assertThatThrownBy(() -> store.create(prefix + "a.json", "{\"v\":2}"))
        .isInstanceOf(ConflictException.class);
    assertThat(store.read(prefix + "a.json").orElseThrow().body()).isEqualTo("{\"v\":1}");
  }

  @Test
  void givenAnOldVersion_whenReplaced_thenConflict() {
    Document first = store.create(prefix + "a.json", "{\"v\":1}");
    store.replace(first, "{\"v\":2}");

    assertThatThrownBy(() -> store.replace(first, "{\"v\":3}"))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void givenTheSameBodyWrittenAgain_whenAnOldVersionIsReplaced_thenConflictNonetheless() {
    Document first = store.create(prefix + "a.json", "{\"v\":1}");
    Document second = store.replace(first, "{\"v\":1}");

    assertThat(second.version()).isNotEqualTo(first.version());
    assertThatThrownBy(() -> store.replace(first, "{\"v\":2}"))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void givenADeletedDocument_whenReplaced_thenConflict() {
    Document gone = store.create(prefix + "a.json", "{}");
    store.delete(gone);

    assertThatThrownBy(() -> store.replace(gone, "{}")).isInstanceOf(ConflictException.class);
  }

  @Test
  void givenADeletedDocument_whenDeletedAgainAndCreated_thenBothSucceed() {
    Document gone = store.create(prefix + "a.json", "{}");
    store.delete(gone);
    store.delete(gone);

    assertThat(store.create(prefix + "a.json", "{}").body()).isEqualTo("{}");
  }

  @Test
  void givenADocumentThatWasWrittenMeanwhile_whenDeletedAsItWas_thenConflictAndItStays() {
    Document old = store.create(prefix + "a.json", "{}");
    Document now = store.replace(old, "{\"v\":1}");

    assertThatThrownBy(() -> store.delete(old)).isInstanceOf(ConflictException.class);
    assertThat(store.read(prefix + "a.json")).contains(now);
  }

  @Test
  void givenKeysWithEscapes_whenListed_thenSortedAndReadableByTheirKeys() {
    store.create(prefix + "ledger/subnet%2Fpublic-b.json", "{\"n\":2}");
    store.create(prefix + "ledger/instance%2Fa+b.json", "{\"n\":1}");
    store.create(prefix + "record.json", "{}");

    var listed = store.list(prefix + "ledger/");

    assertThat(listed)
        .extracting(Document::key)
        .containsExactly(
            prefix + "ledger/instance%2Fa+b.json", prefix + "ledger/subnet%2Fpublic-b.json");
    assertThat(listed)
        .allMatch(document -> store.read(document.key()).orElseThrow().equals(document));
  }

  @Test
  void givenDocumentsInFolders_whenTheFoldersAreListed_thenEachIsNamedOnceAndInOrder() {
    store.create(prefix + "b/cluster.json", "{}");
    store.create(prefix + "a/uid/infra/record.json", "{}");
    store.create(prefix + "a/cluster.json", "{}");
    store.create(prefix + "no-folder.json", "{}");

    assertThat(store.folders(prefix)).containsExactly("a", "b");
  }

  @Test
  void givenManyWritersOfOneDocument_whenEachIncrements_thenNoneIsLost() {
    store.create(prefix + "counter.json", "0");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 8).forEach(i -> threads.submit(() -> increment(prefix + "counter.json")));
    }
    assertThat(store.read(prefix + "counter.json").orElseThrow().body()).isEqualTo("8");
  }

  private void increment(String key) {
    while (true) {
      Document known = store.read(key).orElseThrow();
      try {
        store.replace(known, Integer.toString(Integer.parseInt(known.body()) + 1));
        return;
      } catch (ConflictException somebodyWasFaster) {
        Thread.onSpinWait();
      }
    }
  }
}
