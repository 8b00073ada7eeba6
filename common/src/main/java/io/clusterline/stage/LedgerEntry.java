package io.clusterline.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The ledger's entry of one step address: the intent to create, and once the resource exists, its
 * value.
 *
 * @param generation the generation of the specification that created or last changed it
 * @param createdIn the generation that created it, and whose rollback removes it
 * @param account the AWS account, empty where the stage has none
 * @param clientToken the create's client token, also a tag on what is created
 * @param value null while it is only an intent
 * @param dependsOn the addresses that it depends on; removal goes in reverse
 */
public record LedgerEntry(
    Address address,
    String kind,
    long generation,
    long createdIn,
    String account,
    String region,
    String clientToken,
    @Nullable JsonNode value,
    List<Address> dependsOn) {

  public LedgerEntry {
    dependsOn = List.copyOf(dependsOn);
    createdIn = createdIn == 0 ? generation : createdIn;
  }

  /** True until the resource is known to exist. */
  public boolean isIntent() {
    return value == null;
  }

  LedgerEntry recorded(JsonNode recorded, long inGeneration, List<Address> builtUpon) {
    return new LedgerEntry(
        address, kind, inGeneration, createdIn, account, region, clientToken, recorded, builtUpon);
  }
}
