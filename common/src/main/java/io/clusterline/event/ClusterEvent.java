package io.clusterline.event;

/** Everything that can be said on the line. The envelope around it is {@link Event}. */
public sealed interface ClusterEvent
    permits StageTrigger,
        ClusterRequested,
        ClusterDeletionRequested,
        CancellationRequested,
        CniApplied,
        AddonsReady,
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
