package io.clusterline.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the ledger holds for one step address: that something was asked for, and once it is there,
 * what.
 *
 * @param generation the generation of the specification that made or last changed it
 * @param createdIn the generation that made it: what a rollback of that one takes away
 * @param account the AWS account, empty where the stage has none
 * @param nonce the create's client token, also a tag on what is created
 * @param value null while it is only an intent
 * @param dependsOn the addresses it was built upon; removal walks them in reverse
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

  /** True until the thing is known to exist. */
  public boolean isIntent() {
    return value == null;
  }

  LedgerEntry recorded(JsonNode recorded, long inGeneration, List<Address> builtUpon) {
    return new LedgerEntry(
        address, kind, inGeneration, createdIn, account, region, clientToken, recorded, builtUpon);
  }
}
