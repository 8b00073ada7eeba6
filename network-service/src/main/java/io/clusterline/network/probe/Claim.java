package io.clusterline.network.probe;

import io.clusterline.failure.ErrorCode;
import io.clusterline.network.probe.ProbePods.Ended;
import java.util.List;

/** Something about the pod network that containers of the probes prove by ending well. */
sealed interface Claim permits PodsStart, DnsAnswers, PodsReachPods, PolicyEnforced {

  /** The name of the containers; each pod that has one is a part of the proof. */
  String container();

  /** As the evidence has it: "every node resolves names". */
  String statement();

  /** Of the failure when some of them do not end well. */
  ErrorCode code();

  /** As the evidence has it: "14/14". */
  default String result(List<Ended> ended) {
    return ended.size() + "/" + ended.size();
  }
}
