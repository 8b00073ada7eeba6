package io.clusterline.state;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.SecretStore;
import java.util.ServiceLoader;

/** The line's memory. One implementation is found at run time through {@link ServiceLoader}. */
public interface StateStore extends AutoCloseable {

  /**
   * @throws io.clusterline.failure.ClusterlineException {@code STATE_NOT_INITIALISED} on first use,
   *     when {@link #initialise} was never called there
   */
  DocumentStore documents(ClusterLocation location);

  SecretStore secrets(ClusterLocation location);

  /** Makes what the store needs there, or leaves it as it is; says what it found or made. */
  String initialise(ClusterLocation location);

  @Override
  void close();

  /** The one on the class path. */
  static StateStore open() {
    return ServiceLoader.load(StateStore.class)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no StateStore on the class path: add state-aws at run time"));
  }
}
