package io.clusterline.projection;

import io.clusterline.event.ClusterLocation;
import io.clusterline.spec.NodeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of a cluster cost by list price: instances, root volumes and public addresses.
 * Traffic, load balancers and volumes of pods are not counted.
 */
public final class CostView {

  /** Region of the list prices that the project holds. */
  private static final String REGION = "us-east-1";

  /** gp3 in us-east-1, per GiB and month: https://aws.amazon.com/ebs/pricing/. */
  private static final double GIB_MONTH = 0.08;

  /** A month as AWS counts it: https://aws.amazon.com/ec2/pricing/on-demand/. */
  private static final double HOURS_OF_MONTH = 730;

  /** A public IPv4 address in use: https://aws.amazon.com/vpc/pricing/. */
  private static final double ADDRESS_HOUR = 0.005;

  private static final Map<String, Double> INSTANCE_HOUR = read();

  private CostView() {}

  /**
   * In USD.
   *
   * @param planned per hour, if every machine has the type that the specification prefers
   * @param perHour of all machines with the types that they have, or will have; 0 once removed
   * @param soFar of the machines since they were launched
   * @param isOfRegion false: the prices are those of us-east-1, and the cluster is elsewhere
   * @param unknownTypes instance types without a known price, which are not counted
   */
  public record Cost(
      double planned,
      double perHour,
      double soFar,
      boolean isOfRegion,
      List<String> unknownTypes) {}

  /** Empty while the specification is not known. */
  public static Optional<Cost> of(ClusterView cluster, Instant now) {
    BuildView build = cluster.build();
    if (build.specification() == null) {
      return Optional.empty();
    }
    Optional<Instant> removed = removedAt(cluster);
    Instant end = removed.orElse(now);
    double planned = 0;
    double perHour = 0;
    double soFar = 0;
    for (NodeSpec node : build.specification().spec().nodes()) {
      double price = price(node, build.machineTypes().getOrDefault(node.name(), ""));
      planned += price(node, node.preferredType());
      perHour += removed.isPresent() ? 0 : price;
      soFar += price * hours(build.launched().get(node.name()), end);
    }
    return Optional.of(
        new Cost(planned, perHour, soFar, isOfRegion(cluster.location()), unknown(build)));
  }

  /** Machines of a build that was cancelled without a rollback go on costing money. */
  private static Optional<Instant> removedAt(ClusterView cluster) {
    RemovalView removal = cluster.removal();
    boolean everything = removal.order() != null && removal.order().everything();
    return cluster.isRemoval() && everything
        ? Optional.ofNullable(removal.endedAt())
        : Optional.empty();
  }

  private static double price(NodeSpec node, String type) {
    return INSTANCE_HOUR.getOrDefault(type, 0.0)
        + node.diskGiB() * GIB_MONTH / HOURS_OF_MONTH
        + ADDRESS_HOUR;
  }

  private static double hours(@Nullable Instant from, Instant to) {
    return from == null ? 0 : Duration.between(from, to).toMillis() / 3_600_000.0;
  }

  private static boolean isOfRegion(@Nullable ClusterLocation location) {
    return location != null && location.region().equals(REGION);
  }

  private static List<String> unknown(BuildView build) {
    return build.machineTypes().values().stream()
        .filter(type -> !INSTANCE_HOUR.containsKey(type))
        .distinct()
        .toList();
  }

  private static Map<String, Double> read() {
    try (InputStream resource = CostView.class.getResourceAsStream("/prices.csv")) {
      if (resource == null) {
        throw new IllegalStateException("/prices.csv is not on the class path");
      }
      Map<String, Double> prices = new HashMap<>();
      new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .forEach(columns -> prices.put(columns[0], Double.parseDouble(columns[1])));
      return prices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
