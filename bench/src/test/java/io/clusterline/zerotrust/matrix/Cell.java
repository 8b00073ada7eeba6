package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Connection;
import java.util.List;

/**
 * A cell of the matrix, or a row of the needs.
 *
 * @param from names, as in {@link World#named}
 * @param to names and a port, as the column's head says it
 * @param allowed what is expected of each connection
 * @param connections every one that is meant
 */
record Cell(String from, String to, boolean allowed, List<Connection> connections) {

  @Override
  public String toString() {
    return from + (allowed ? " → " : " ↛ ") + to;
  }
}
