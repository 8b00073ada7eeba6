package io.clusterline.cli;

import io.clusterline.cli.view.Text;
import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The result of a build, as tables: machines, add-ons, and the evidence for "ready". */
final class ResultTables {

  /** Of the usual terminal. */
  private static final int WIDTH = 80;

  private ResultTables() {}

  /**
   * @param isThere which machines to list
   */
  static List<String> of(AddonsReady result, Predicate<NodeStatus> isThere) {
    List<String> lines = new ArrayList<>();
    lines.addAll(nodes(result.nodes().stream().filter(isThere).toList()));
    lines.add("");
    lines.addAll(addons(result));
    lines.add("");
    lines.addAll(evidence(result.evidence()));
    return lines;
  }

  private static List<String> nodes(List<NodeStatus> nodes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "STATUS", "ROLES", "INTERNAL-IP", "INSTANCE"));
    nodes.forEach(node ->
        rows.add(
            List.of(
                node.name(),
                node.ready() ? "Ready" : "NotReady",
                node.roles().isEmpty() ? "<none>" : node.roles(),
                node.internalIp(),
                instance(node))));
    return Text.table(rows);
  }

  /** The last part of {@code aws:///ap-northeast-2a/i-0abc}. */
  private static String instance(NodeStatus node) {
    return node.providerId().substring(node.providerId().lastIndexOf('/') + 1);
  }

  private static List<String> addons(AddonsReady result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ADD-ON", "CHART", "HEALTH", "KIND", "EVIDENCE"));
    for (AddonStatus addon : result.addons()) {
      rows.add(
          List.of(
              addon.name(),
              addon.chartVersion(),
              addon.healthy() ? "Healthy" : "Unhealthy",
              addon.how().toString(),
              addon.detail()));
    }
    List<String> lines = new ArrayList<>(Text.table(rows, WIDTH));
    if (result.root() != null) {
      lines.add(
          "root application %s: %s, %s (%s) from %s"
              .formatted(
                  result.root().name(),
                  result.root().syncStatus(),
                  result.root().healthStatus(),
                  result.root().how(),
                  result.root().repository()));
      if (result.root().children() != null) {
        lines.add("  " + result.root().children());
      }
    }
    return lines;
  }

  private static List<String> evidence(List<Evidence> evidence) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CHECK", "KIND", "RESULT"));
    evidence.forEach(each -> rows.add(List.of(each.check(), each.how().toString(), each.result())));
    return rows.size() == 1 ? List.of() : Text.table(rows, WIDTH);
  }
}
