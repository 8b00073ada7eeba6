/** Observability: metrics and log context. */
@NullMarked
package io.clusterline.telemetry;

import org.jspecify.annotations.NullMarked;
