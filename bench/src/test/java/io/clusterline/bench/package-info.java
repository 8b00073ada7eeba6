/**
 * Measures Clusterline's own work, without AWS, nodes and clusters: {@code ./clusterline bench}.
 */
@NullMarked
package io.clusterline.bench;

import org.jspecify.annotations.NullMarked;
