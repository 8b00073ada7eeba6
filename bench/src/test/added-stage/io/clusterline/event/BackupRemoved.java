package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/** Ends the added removal. */
public record BackupRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements RemovalTrigger, LayerRemoved {}
