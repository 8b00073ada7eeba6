package io.clusterline.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedPoolTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final Set<Client> open = ConcurrentHashMap.newKeySet();
  private final BoundedPool<String, Client> pool = new BoundedPool<>(2, Client::new);

  @Test
  void givenOneKeyWhenItIsUsedOftenThenOneClientServesIt() {
    Client first = pool.with("a", client -> client);

    Client again = pool.with("a", client -> client);
    assertThat(again).isSameAs(first);
    assertThat(opened).hasValue(1);
  }

  @Test
  void givenMoreKeysThanFitWhenTheyAreUsedThenTheOneUsedLongestAgoIsClosed() {
    Client a = pool.with("a", client -> client);
    Client b = pool.with("b", client -> client);
    pool.with("a", client -> client);

    pool.with("c", client -> client);

    assertThat(open).contains(a).doesNotContain(b).hasSize(2);
    assertThat(pool.size()).isEqualTo(2);
  }

  @Test
  void givenAClientInUseWhenItIsEvictedThenItIsClosedOnlyAfterItsUse() {
    pool.with(
        "a",
        client -> {
          pool.with("b", other -> other);
          pool.with("c", other -> other);
          assertThat(open).as("still in use").contains(client);
          return client;
        });

    assertThat(open).extracting(client -> client.key).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void givenAClosedPoolWhenItWasUsedThenNothingIsOpen() {
    pool.with("a", client -> client);
    pool.with("b", client -> client);

    pool.close();

    assertThat(open).isEmpty();
  }

  @Test
  void givenManyThreadsAndManyKeysWhenTheyAreUsedAtOnceThenNoThreadGetsAClosedClient()
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> uses = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        String key = "k" + i % 7;
        uses.add(
            threads.submit(() ->
                pool.with(
                    key,
                    client -> {
                      Thread.yield();
                      return open.contains(client) && client.key.equals(key);
                    })));
      }
      for (Future<Boolean> use : uses) {
        assertThat(use.get()).isTrue();
      }
    }
    pool.close();
    assertThat(open).isEmpty();
  }

  private final class Client implements AutoCloseable {
    private final String key;

    Client(String key) {
      this.key = key;
      opened.incrementAndGet();
      open.add(this);
    }

    @Override
    public void close() {
      assertThat(open.remove(this)).as("closed once").isTrue();
    }
  }
}
