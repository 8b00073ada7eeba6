package io.clusterline.stage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a stage of this build was triggered and when it ended.
 *
 * @param ended null while it has not ended well
 */
public record StageTimes(Instant triggered, @Nullable Instant ended) {}
