/** Progress of builds as Prometheus metrics. */
@NullMarked
package io.clusterline.console.metrics;

import org.jspecify.annotations.NullMarked;
