package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * The GitOps root application and its status.
 *
 * @param name of the Argo CD Application
 * @param repository the Git repository it follows
 * @param path the folder in that repository
 * @param syncStatus as Argo CD reports it: {@code Synced}, {@code OutOfSync}, {@code Unknown}
 * @param healthStatus as Argo CD reports it: {@code Healthy}, {@code Progressing}, …
 * @param revision the commit that is synced, empty before the first sync
 * @param children the Applications that it holds; null in events of an earlier version
 * @param how kind of that evidence
 */
public record RootApplication(
    String name,
    String repository,
    String path,
    String syncStatus,
    String healthStatus,
    String revision,
    @Nullable ChildApplications children,
    Evidence.How how) {}
