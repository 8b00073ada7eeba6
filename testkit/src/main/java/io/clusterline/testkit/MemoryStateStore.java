package io.clusterline.testkit;

import io.clusterline.event.ClusterLocation;
import io.clusterline.state.StateStore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A state store in memory, for tests of its users. As on AWS, each account and region has documents
 * and secrets of its own; a location without an account means {@link AwsStandIn#ACCOUNT}.
 */
public final class MemoryStateStore implements StateStore {

  private record Bucket(String account, String region) {
    static Bucket of(ClusterLocation location) {
      return new Bucket(
          Objects.requireNonNullElse(location.accountId(), AwsStandIn.ACCOUNT), location.region());
    }
  }

  private final Map<Bucket, MemoryDocuments> documents = new ConcurrentHashMap<>();
  private final Map<Bucket, MemorySecrets> secrets = new ConcurrentHashMap<>();

  @Override
  public MemoryDocuments documents(ClusterLocation location) {
    return documents.computeIfAbsent(Bucket.of(location), bucket -> new MemoryDocuments());
  }

  @Override
  public MemorySecrets secrets(ClusterLocation location) {
    return secrets.computeIfAbsent(Bucket.of(location), bucket -> new MemorySecrets());
  }

  @Override
  public String initialise(ClusterLocation location) {
    return "nothing to do in memory";
  }

  @Override
  public void close() {}
}
