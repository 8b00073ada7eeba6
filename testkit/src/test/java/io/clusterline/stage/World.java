package io.clusterline.stage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A small world for tests of the engine: things exist by name, and everything done to it is on
 * record.
 */
final class World extends StageContext {

  private final Map<String, String> resources = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final History history;

  World(StageScope scope, World before) {
    super(scope);
    this.resources.putAll(before.resources);
    this.history = before.history;
    this.broken.addAll(before.broken);
    this.gates.putAll(before.gates);
  }

  World(StageScope scope) {
    super(scope);
    this.history = new History();
  }

  static World withLedger(Ledger ledger) {
    return new World(scope(ledger, 1));
  }

  /** The same world in a later run. */
  World laterRun(Ledger ledger, long generation) {
    return new World(scope(ledger, generation), this);
  }

  static StageScope scope(Ledger ledger, long generation) {
    ClusterRef ref = new ClusterRef("eco2", "uid-1", generation, "build-" + generation);
    return new StageScope(ref, "123456789012", "ap-northeast-2", ledger, () -> {});
  }

  StageScope runScope() {
    return scope();
  }

  History history() {
    return history;
  }

  Map<String, String> resources() {
    return resources;
  }

  void breakResource(String name) {
    broken.add(name);
  }

  void repair(String name) {
    broken.remove(name);
  }

  /**
   * A step that creates this resource waits at the gate until all of the gate's parties have
   * arrived.
   */
  void gate(Set<String> names, CountDownLatch everybody) {
    names.forEach(name -> gates.put(name, everybody));
  }

  String make(String name, String value) throws InterruptedException {
    history.started(name);
    CountDownLatch gate = gates.get(name);
    if (gate != null) {
      gate.countDown();
      if (!gate.await(20, java.util.concurrent.TimeUnit.SECONDS)) {
        throw new IllegalStateException("not everything that may run did run at once: " + name);
      }
    }
    if (broken.contains(name)) {
      throw new ClusterlineException(ErrorCode.AWS_NO_CAPACITY, name + " is broken");
    }
    resources.put(name, value);
    history.recordCreated(name);
    return value;
  }

  void remove(String name) {
    history.removed(name);
    if (broken.contains(name)) {
      throw new ClusterlineException(ErrorCode.AWS_UNAVAILABLE, name + " cannot be removed");
    }
    resources.remove(name);
  }
}
