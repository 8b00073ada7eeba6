/**
 * A drill for each alert of {@code deploy/monitoring}: the line is brought into that state, and a
 * real Prometheus has to fire.
 */
@NullMarked
package io.clusterline.alert;

import org.jspecify.annotations.NullMarked;
