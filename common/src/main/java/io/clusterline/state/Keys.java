package io.clusterline.state;

import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The keys of the documents. A cluster is registered under its name; everything else is stored
 * under its uid, so that the records of a deleted cluster and of a new one of that name never mix.
 */
final class Keys {

  static final String CLUSTERS = "clusters/";

  private Keys() {}

  static String cluster(String name) {
    return CLUSTERS + name + "/cluster.json";
  }

  static String all(String name, String uid) {
    return CLUSTERS + name + "/" + uid + "/";
  }

  static String stage(String name, String uid, StageName stage) {
    return all(name, uid) + stage + "/record.json";
  }

  static String lease(String name, String uid, StageName stage) {
    return all(name, uid) + stage + "/lease.json";
  }

  static String ledger(String name, String uid, StageName stage) {
    return all(name, uid) + stage + "/ledger/";
  }

  static String ledgerEntry(String name, String uid, StageName stage, Address address) {
    return ledger(name, uid, stage)
        + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8)
        + ".json";
  }
}
