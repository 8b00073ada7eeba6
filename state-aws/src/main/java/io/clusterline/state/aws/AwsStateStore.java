package io.clusterline.state.aws;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.AllowedLocations;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.micrometer.core.instrument.Metrics;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * State store in the cluster's own account: one bucket per account and region for documents,
 * Secrets Manager for secrets. There is no database to run.
 */
public final class AwsStateStore implements StateStore {

  /** One per process; the application's own registry contains it. */
  private static final class Shared {
    private static final Resilience RESILIENCE = Resilience.measuredBy(Metrics.globalRegistry);
  }

  private final AwsClients clients;
  private final AllowedLocations allowed;

  /** For {@link java.util.ServiceLoader}: endpoint and credentials come from {@link Endpoint}. */
  public AwsStateStore() {
    this(new AwsClients(Endpoint.configured(), StateCalls.configured(Shared.RESILIENCE)));
  }

  AwsStateStore(AwsClients clients) {
    this(clients, AllowedLocations.configured());
  }

  AwsStateStore(AwsClients clients, AllowedLocations allowed) {
    this.clients = clients;
    this.allowed = allowed;
  }

  @Override
  public DocumentStore documents(ClusterLocation location) {
    return new S3Documents(clients, location, bucketOf(location));
  }

  @Override
  public SecretStore secrets(ClusterLocation location) {
    checkedAccount(location);
    return new SecretsManagerStore(clients, location);
  }

  @Override
  public String initialise(ClusterLocation location) {
    StateBucket bucket = bucketOf(location);
    return clients
        .calls()
        .run(
            "S3",
            location.region(),
            "setting up state bucket " + bucket.name(),
            () -> clients.s3(location, s3 -> setup(s3, bucket, location).run()));
  }

  private BucketSetup setup(S3Client s3, StateBucket bucket, ClusterLocation location) {
    return new BucketSetup(s3, bucket, location.region(), clients.endpoint());
  }

  private StateBucket bucketOf(ClusterLocation location) {
    return StateBucket.of(checkedAccount(location), location.region());
  }

  /** State in the wrong account would be a second, empty memory of the same cluster. */
  private String checkedAccount(ClusterLocation location) {
    allowed.check(location, "spec.aws"); // before a role is assumed
    String actual = clients.account(location);
    allowed.check(new ClusterLocation(actual, location.region()), "spec.aws");
    String wanted = location.accountId();
    if (wanted != null && !wanted.equals(actual)) {
      throw new ClusterlineException(
          ErrorCode.WRONG_ACCOUNT,
          "the credentials are of account " + actual + ", the specification names " + wanted);
    }
    return actual;
  }

  @Override
  public void close() {
    clients.close();
  }
}
