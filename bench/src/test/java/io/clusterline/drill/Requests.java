package io.clusterline.drill;

import io.clusterline.testkit.SampleClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.amqp.AmqpException;

/**
 * Outcome of the requests of a client that sends one for each cluster.
 *
 * @param acknowledged confirmed by the broker
 * @param unknown no confirm: the request may exist or not
 */
record Requests(List<String> all, List<String> acknowledged, List<String> unknown) {

  private static final int PATIENCE = 10;

  /**
   * One after the other, with pauses by chance, until so many were acknowledged.
   *
   * @throws IllegalStateException when ten times as many were not enough
   */
  static Requests of(DrillLine drill, int wanted, RandomGenerator random) {
    Requests requests = new Requests(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    while (requests.acknowledged().size() < wanted) {
      if (requests.all().size() == PATIENCE * wanted) {
        throw new IllegalStateException("the broker answers too seldom: " + requests);
      }
      requests.send(drill, "outage-" + requests.all().size());
      Chaos.waitFor(Duration.ofMillis(random.nextInt(200, 2_000)));
    }
    return requests;
  }

  private void send(DrillLine drill, String name) {
    all.add(name);
    try {
      drill.request(SampleClusters.small(name));
      acknowledged.add(name);
    } catch (AmqpException noAnswer) {
      System.out.println("drill: no answer for " + name + ": " + noAnswer);
      unknown.add(name);
    }
  }
}
