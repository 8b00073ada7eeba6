package io.clusterline.state;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.SecretStore;
import java.util.ServiceLoader;

/**
 * Stores the state of clusters. One implementation is found at run time through {@link
 * ServiceLoader}.
 */
public interface StateStore extends AutoCloseable {

  /**
   * @throws io.clusterline.failure.ClusterlineException {@code STATE_NOT_INITIALISED} on first use,
   *     when {@link #initialise} was never called there
   */
  DocumentStore documents(ClusterLocation location);

  SecretStore secrets(ClusterLocation location);

  /**
   * Creates what the store needs there, or leaves it as it is; returns what it found or created.
   */
  String initialise(ClusterLocation location);

  @Override
  void close();

  /** The implementation on the class path. */
  static StateStore open() {
    return ServiceLoader.load(StateStore.class)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no StateStore on the class path: add state-aws at run time"));
  }
}
