package io.clusterline.drill;

import io.clusterline.state.StateStore;
import io.clusterline.testkit.InterceptedStore;
import io.clusterline.testkit.StoreCall;
import java.util.function.Supplier;

/** Shows each write to the oracle before the next one is done. */
final class ModelStore extends InterceptedStore {

  private final ModelOracle oracle;

  ModelStore(StateStore store, ModelOracle oracle) {
    super(store);
    this.oracle = oracle;
  }

  @Override
  protected <T> T intercept(StoreCall call, Supplier<T> next) {
    if (!call.verb().isWrite()) {
      return next.get();
    }
    synchronized (oracle) {
      T result = next.get();
      oracle.wrote(call);
      return result;
    }
  }
}
