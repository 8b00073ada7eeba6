package io.clusterline.cli;

import io.clusterline.projection.Refusal;
import io.clusterline.spec.Finding;
import java.util.List;

/** A refused request for machines; {@code outcome} is where the other results have theirs. */
record RefusalJson(
    String cluster, String outcome, String error, String fix, List<Finding> findings, String at) {

  static RefusalJson of(String cluster, Refusal refusal) {
    return new RefusalJson(
        cluster,
        "refused",
        refusal.reason(),
        refusal.fix(),
        refusal.findings(),
        refusal.at().toString());
  }
}
