package io.clusterline.drill;

import io.clusterline.drill.ModelCluster.Order;
import io.clusterline.drill.ModelCluster.Previous;
import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.event.RemovalRequest;
import io.clusterline.state.ClusterRecord;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a stored record in the terms of the model. */
final class ModelRecords {

  private static final Map<JsonNode, ModelSpecification> KNOWN = new ConcurrentHashMap<>();

  private ModelRecords() {}

  static ModelCluster of(Place place, ClusterRecord record) {
    return new ModelCluster(
        record.generation(),
        record.phase(),
        specification(place, record.specification()),
        order(record.order()),
        previous(place, record.previous()),
        record.changed());
  }

  private static @Nullable Order order(@Nullable RemovalRequest order) {
    return order == null ? null : new Order(order.mode(), order.generation(), order.baseline());
  }

  private static @Nullable Previous previous(
      Place place, ClusterRecord.@Nullable Previous previous) {
    return previous == null
        ? null
        : new Previous(
            previous.generation(),
            specification(place, previous.specification()),
            previous.ready());
  }

  private static @Nullable ModelSpecification specification(Place place, @Nullable JsonNode json) {
    return json == null
        ? null
        : KNOWN.computeIfAbsent(
            json,
            one ->
                Arrays.stream(ModelSpecification.values())
                    .filter(known -> known.json(place).equals(one))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody asked for " + one)));
  }
}
