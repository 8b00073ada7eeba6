package io.clusterline.event;

/**
 * The GitOps root: what it points at and what Argo CD says of it.
 *
 * @param name of the Argo CD Application
 * @param repository the Git repository it follows
 * @param path the folder in that repository
 * @param syncStatus what Argo CD says: {@code Synced}, {@code OutOfSync}, {@code Unknown}
 * @param healthStatus what Argo CD says: {@code Healthy}, {@code Progressing}, …
 * @param revision the commit that is synced, empty before the first sync
 * @param how how that answer came about
 */
public record RootApplication(
    String name,
    String repository,
    String path,
    String syncStatus,
    String healthStatus,
    String revision,
    Evidence.How how) {}
