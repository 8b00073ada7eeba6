package io.clusterline.state.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Runs one blocking call per item at once, a bounded number at a time. */
final class Parallel {

  private static final int AT_ONCE = 16;

  private Parallel() {}

  /** Results in the order of the items; the first failure is thrown as it is. */
  static <A, B> List<B> map(Collection<A> items, Function<A, B> call) {
    Semaphore permits = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<B>> futures = new ArrayList<>();
      for (A item : items) {
        futures.add(threads.submit(() -> limited(permits, call, item)));
      }
      return collect(futures, threads);
    }
  }

  private static <A, B> B limited(Semaphore permits, Function<A, B> call, A item)
      throws InterruptedException {
    permits.acquire();
    try {
      return call.apply(item);
    } finally {
      permits.release();
    }
  }

  private static <B> List<B> collect(List<Future<B>> futures, ExecutorService threads) {
    List<B> results = new ArrayList<>();
    try {
      for (Future<B> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      threads.shutdownNow();
      throw ClusterlineException.of(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while reading documents", e);
    }
  }
}
