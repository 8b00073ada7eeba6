package io.clusterline.spec;

/**
 * The root application of Argo CD.
 *
 * @param repository URL of the Git repository
 * @param revision branch, tag or commit
 * @param path directory of the root application in it
 */
public record GitOpsSpec(
    @Constraint(form = TextFormat.URL) String repository,
    @Constraint(form = TextFormat.GIT_REVISION) String revision,
    @Constraint(form = TextFormat.REPOSITORY_PATH) String path) {}
