package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root application of Argo CD.
 *
 * @param repository URL of the Git repository: https, or SSH with {@code credentials: ssh-key}
 * @param revision branch, tag or commit
 * @param path directory of the root application in it
 * @param credentials what opens a private repository; none: it is public
 * @param projects of Argo CD that the repository's applications name; the first is the root's own.
 *     None: one of the cluster's name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitOpsSpec(
    @Constraint(form = TextFormat.GIT_URL) String repository,
    @Constraint(form = TextFormat.GIT_REVISION) String revision,
    @Constraint(form = TextFormat.REPOSITORY_PATH) String path,
    @Nullable GitCredentials credentials,
    @Constraint(form = TextFormat.DNS_LABEL, maxItems = 20, defaultsTo = "[]")
        List<String> projects) {

  public GitOpsSpec {
    projects = Immutable.list(projects);
  }
}
