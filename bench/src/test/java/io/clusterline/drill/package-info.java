/**
 * Drills: the promises of delivery under crashes, cuts, freezes and restarts. Processes are real
 * and are really ended; what was counted becomes {@code docs/failure-matrix.md}.
 */
@NullMarked
package io.clusterline.drill;

import org.jspecify.annotations.NullMarked;
