package io.clusterline.event;

/** Data of all events. The envelope is {@link Event}. */
public sealed interface ClusterEvent
    permits StageTrigger,
        ClusterRequested,
        ClusterDeletionRequested,
        CancellationRequested,
        CniApplied,
        EdgeReady,
        DnsReady,
        ClusterReady,
        DnsRemoved,
        IngressRemoved,
        EdgeRemoved,
        InfraRemoved,
        BuildCancelled,
        StageStarted,
        StepStarted,
        StepProgressed,
        StepFinished,
        StageFailed,
        StageWaiting,
        RequestRefused,
        StageReplayed,
        DeadLetterDiscarded {}
