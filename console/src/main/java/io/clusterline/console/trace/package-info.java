/** Builds as OpenTelemetry traces. */
@NullMarked
package io.clusterline.console.trace;

import org.jspecify.annotations.NullMarked;
