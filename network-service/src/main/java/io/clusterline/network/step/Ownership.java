package io.clusterline.network.step;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks objects that we created, because a crash between create and record must not make ours look
 * foreign, and a removal must not take what was there before.
 */
final class Ownership {

  private static final String MADE_FOR = "clusterline.io/cluster-uid";

  private Ownership() {}

  static void mark(ObjectNode manifest, String uid) {
    manifest.withObject("/metadata/annotations").put(MADE_FOR, uid);
  }

  static boolean isMarked(JsonNode object, String uid) {
    return object.path("metadata").path("annotations").path(MADE_FOR).asString("").equals(uid);
  }
}
