package io.clusterline.messaging;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/** After a reconnect the broker may be another, or have lost its definitions: declared again. */
public final class Redeclaring implements ConnectionListener {

  private final TopologyDeclarer declarer;
  private final AtomicBoolean declaring = new AtomicBoolean();

  public Redeclaring(TopologyDeclarer declarer) {
    this.declarer = declarer;
  }

  /** Declaring itself may need a connection: not again for that one. */
  @Override
  public void onCreate(@Nullable Connection connection) {
    if (declaring.compareAndSet(false, true)) {
      try {
        declarer.declare();
      } finally {
        declaring.set(false);
      }
    }
  }
}
