package io.clusterline.network.step;

import static io.clusterline.network.calico.CalicoObjects.POOL;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares the pods' address pool with the specification. The first calico-node creates it from its
 * environment variables.
 */
public record AddressPool(String podCidr, CniComplete cni, Duration within)
    implements Step<ClusterNetwork, AddressPool.Pool> {

  /**
   * The pool, in Calico's words.
   *
   * @param blockSize of the blocks that nodes take their pods' addresses from; null in what was
   *     recorded before it was compared
   */
  public record Pool(
      String cidr,
      String vxlanMode,
      String ipipMode,
      boolean natOutgoing,
      @Nullable Integer blockSize) {
    @Override
    public String toString() {
      return "%s, vxlanMode %s, ipipMode %s, natOutgoing %s, blockSize %s"
          .formatted(cidr, vxlanMode, ipipMode, natOutgoing, blockSize);
    }
  }

  /** Calico's own, which it also means where the pool names none: 64 addresses. */
  private static final int BLOCK_SIZE = 26;

  public static final Kind<ClusterNetwork, Pool> KIND =
      Kind.withoutResource("address-pool", Pool.class);

  @Override
  public Kind<ClusterNetwork, Pool> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return POOL.name();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Pool> find(ClusterNetwork network) {
    return read(network).map(this::requireWanted).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Pool apply(ClusterNetwork network, Found<Pool> found) {
    return requireWanted(
        network
            .kubernetes()
            .await(
                Wait.until("the first calico-node has made " + POOL)
                    .within(within)
                    .atMostEvery(Duration.ofSeconds(1))
                    .orFail(ErrorCode.CNI_NOT_READY)
                    .reporting(network::report),
                List.of(Selection.of(POOL)),
                () -> new Seen<>(read(network), "it does not exist")));
  }

  private static Optional<Pool> read(ClusterNetwork network) {
    return network.kubernetes().get(POOL).map(AddressPool::pool);
  }

  private static Pool pool(JsonNode object) {
    JsonNode spec = object.path("spec");
    return new Pool(
        spec.path("cidr").asString(""),
        spec.path("vxlanMode").asString("Never"),
        spec.path("ipipMode").asString("Never"),
        spec.path("natOutgoing").asBoolean(false),
        spec.path("blockSize").asInt(BLOCK_SIZE));
  }

  private Pool requireWanted(Pool pool) {
    Pool wanted = new Pool(podCidr, "Always", "Never", true, BLOCK_SIZE);
    if (!pool.equals(wanted)) {
      throw new ClusterlineException(
          ErrorCode.CNI_NOT_READY, POOL + " is " + pool + "; should be " + wanted);
    }
    return pool;
  }
}
