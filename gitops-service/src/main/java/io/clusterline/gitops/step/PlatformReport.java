package io.clusterline.gitops.step;

import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.Nodes;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** Reads nodes and the user's workloads for AddonsReady. */
public record PlatformReport(
    List<String> userNamespaces, List<String> platformNamespaces, List<AddonHealthy> addons)
    implements Step<Platform, PlatformReport.Report> {

  /**
   * @param workloads one line each, of the user's own
   * @param how whether containers really run
   */
  public record Report(List<NodeStatus> nodes, List<String> workloads, Evidence.How how) {
    public Report {
      nodes = List.copyOf(nodes);
      workloads = List.copyOf(workloads);
    }
  }

  public static final Kind<Platform, Report> KIND = Kind.withoutResource("report", Report.class);

  public PlatformReport {
    userNamespaces = List.copyOf(userNamespaces);
    platformNamespaces = List.copyOf(platformNamespaces);
    addons = List.copyOf(addons);
  }

  @Override
  public Kind<Platform, Report> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "platform";
  }

  @Override
  public Found<Report> find(Platform platform) {
    List<NodeStatus> nodes =
        new Nodes(platform.kubernetes()).list().stream().map(Nodes.Readiness::node).toList();
    return Found.inSync(
        new Report(nodes, workloads(platform), platform.simulated().kindOfEvidence()));
  }

  /** Never called: the report is read, not created. */
  @Override
  public Report apply(Platform platform, Found<Report> found) {
    throw new IllegalStateException("a report is found, not applied");
  }

  private List<String> workloads(Platform platform) {
    UserWorkloads workloads = new UserWorkloads(platform.kubernetes());
    return userNamespaces.stream()
        .filter(namespace -> !platformNamespaces.contains(namespace))
        .flatMap(namespace -> workloads.healthIn(namespace).stream())
        .toList();
  }
}
