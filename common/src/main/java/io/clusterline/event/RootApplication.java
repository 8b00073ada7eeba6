package io.clusterline.event;

/** The GitOps root: what it points at and what Argo CD says of it. */
public record RootApplication(
    String name,
    String repository,
    String path,
    String syncStatus,
    String healthStatus,
    String revision,
    Evidence.How how) {}
