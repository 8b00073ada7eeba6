package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MemoryDocuments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state store that the commands find in tests: one memory for each region that a test has
 * opened; elsewhere AWS does not answer.
 */
public final class TestStateStore implements StateStore {

  private static final Map<String, MemoryDocuments> REGIONS = new ConcurrentHashMap<>();

  /** From now on the store of that region can be read. */
  static MemoryDocuments open(String region) {
    return REGIONS.computeIfAbsent(region, each -> new MemoryDocuments());
  }

  static void closeAll() {
    REGIONS.clear();
  }

  @Override
  public DocumentStore documents(ClusterLocation location) {
    MemoryDocuments documents = REGIONS.get(location.region());
    if (documents == null) {
      throw unavailable();
    }
    return documents;
  }

  @Override
  public SecretStore secrets(ClusterLocation location) {
    throw unavailable();
  }

  @Override
  public String initialise(ClusterLocation location) {
    throw unavailable();
  }

  @Override
  public void close() {}

  private static ClusterlineException unavailable() {
    return new ClusterlineException(ErrorCode.AWS_UNAVAILABLE, "nobody answers");
  }
}
