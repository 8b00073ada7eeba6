package io.clusterline.spec;

import java.util.List;

/**
 * The root application of Argo CD.
 *
 * @param repository URL of the Git repository
 * @param revision branch, tag or commit
 * @param path directory of the root application in it
 * @param projects of Argo CD that the repository's applications name; the first is the root's own.
 *     None: one of the cluster's name
 */
public record GitOpsSpec(
    @Constraint(form = TextFormat.URL) String repository,
    @Constraint(form = TextFormat.GIT_REVISION) String revision,
    @Constraint(form = TextFormat.REPOSITORY_PATH) String path,
    @Constraint(form = TextFormat.DNS_LABEL, maxItems = 20, defaultsTo = "[]")
        List<String> projects) {

  public GitOpsSpec {
    projects = Immutable.list(projects);
  }
}
