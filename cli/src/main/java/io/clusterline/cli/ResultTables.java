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
    rows.add(List.of("NAME", "STATUS", "ROLES", "VERSION", "INTERNAL-IP", "PROVIDER-ID"));
    nodes.forEach(node ->
        rows.add(
            List.of(
                node.name(),
                node.ready() ? "Ready" : "NotReady",
                node.roles().isEmpty() ? "<none>" : node.roles(),
                node.version(),
                node.internalIp(),
                node.providerId())));
    return Text.table(rows);
  }

  private static List<String> addons(AddonsReady result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ADD-ON", "CHART", "VERSION", "HEALTH", "EVIDENCE", "KIND"));
    for (AddonStatus addon : result.addons()) {
      rows.add(
          List.of(
              addon.name(),
              addon.chartVersion(),
              addon.appVersion(),
              addon.healthy() ? "Healthy" : "Unhealthy",
              addon.detail(),
              addon.how().toString()));
    }
    List<String> lines = new ArrayList<>(Text.table(rows));
    if (result.root() != null) {
      lines.add(
          "root application %s: %s, %s (%s) from %s"
              .formatted(
                  result.root().name(),
                  result.root().syncStatus(),
                  result.root().healthStatus(),
                  result.root().how(),
                  result.root().repository()));
    }
    return lines;
  }

  private static List<String> evidence(List<Evidence> evidence) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CHECK", "RESULT", "KIND"));
    evidence.forEach(each -> rows.add(List.of(each.check(), each.result(), each.how().toString())));
    return rows.size() == 1 ? List.of() : Text.table(rows);
  }
}
