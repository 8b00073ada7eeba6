package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.execution.FailPoints;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.InterceptedStore;
import io.clusterline.testkit.StoreCall;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Lets a replica die within a living process: from then on each of its threads stops for ever at
 * its next visible action: a call of the store, a message or an effect.
 */
final class Mortality implements FailPoints {

  private volatile boolean dead;

  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Returns if it lives; else never. */
  private void blockIfDead() {
    while (dead) {
      LockSupport.park(this);
      boolean unused = Thread.interrupted(); // else the park would not wait
    }
  }

  @Override
  public void onReached(FailPoint point, StageName stage, Address at) {
    blockIfDead();
  }

  StateStore of(StateStore store) {
    return new InterceptedStore(store) {
      @Override
      protected <T> T intercept(StoreCall call, Supplier<T> next) {
        blockIfDead();
        T result = next.get();
        blockIfDead();
        return result;
      }

      @Override
      public void close() {}
    };
  }

  RabbitTemplate of(RabbitTemplate broker) {
    return new RabbitTemplate() {
      @Override
      public void send(
          @Nullable String exchange,
          @Nullable String routingKey,
          Message message,
          @Nullable CorrelationData correlation) {
        blockIfDead();
        broker.send(exchange, routingKey, message, correlation);
        blockIfDead();
      }
    };
  }
}
