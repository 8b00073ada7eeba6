package io.clusterline.bootstrap;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.StageSupport;
import java.util.Optional;

/** A line that keeps secrets and says nothing: all that a removal asks of it. */
record SecretsOnly(SecretStore secrets) implements StageSupport {

  @Override
  public void publish(ClusterEvent event) {
    throw new AssertionError("a removal says nothing on the way, but said " + event);
  }

  @Override
  public boolean completed(StageName stage) {
    return false;
  }

  @Override
  public Optional<StageFailed> failure(StageName stage) {
    return Optional.empty();
  }
}
