package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.networkpolicy.Verdict;
import io.clusterline.networkpolicy.Verdict.End;
import java.util.List;
import java.util.stream.Collectors;

/** A cell with what a set of policies says to each of its connections. */
record Judged(Cell cell, List<Answer> answers) {

  record Answer(Connection connection, Verdict verdict) {
    @Override
    public String toString() {
      return connection + " is " + verdict;
    }
  }

  static Judged by(PolicyEvaluator policies, Cell cell) {
    return new Judged(
        cell,
        cell.connections().stream()
            .map(connection -> new Answer(connection, policies.evaluate(connection)))
            .toList());
  }

  /** Connections that are judged otherwise than expected. */
  List<Answer> faults() {
    return answers.stream()
        .filter(answer -> answer.verdict().isAllowed() != cell.allowed())
        .toList();
  }

  /** Who decides at the sources, each once. */
  String egress() {
    return ends(answers.stream().map(answer -> answer.verdict().egress()).toList());
  }

  /** Who decides at the targets, each once. */
  String ingress() {
    return ends(answers.stream().map(answer -> answer.verdict().ingress()).toList());
  }

  private static String ends(List<End> ends) {
    return ends.stream().map(Judged::text).distinct().sorted().collect(Collectors.joining(", "));
  }

  private static String text(End end) {
    return switch (end) {
      case End.Open open -> open.why();
      case End.AllowedBy allowed -> "`" + allowed.policy() + "`";
      case End.Isolated isolated ->
          isolated.policies().stream()
              .map(each -> "`" + each + "`")
              .collect(Collectors.joining(" "));
    };
  }
}
