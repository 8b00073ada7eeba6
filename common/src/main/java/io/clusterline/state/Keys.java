package io.clusterline.state;

import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where each document lies. */
final class Keys {

  private Keys() {}

  static String all(String cluster) {
    return "clusters/" + cluster + "/";
  }

  static String cluster(String name) {
    return "clusters/" + name + "/cluster.json";
  }

  static String stage(String cluster, StageName stage) {
    return "clusters/" + cluster + "/" + stage + "/record.json";
  }

  static String lease(String cluster, StageName stage) {
    return "clusters/" + cluster + "/" + stage + "/lease.json";
  }

  static String ledger(String cluster, StageName stage) {
    return "clusters/" + cluster + "/" + stage + "/ledger/";
  }

  static String ledgerEntry(String cluster, StageName stage, Address address) {
    return ledger(cluster, stage)
        + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8)
        + ".json";
  }
}
