/**
 * Processes that end with this one, and what they need: ports, files that only their owner reads.
 */
@NullMarked
package io.clusterline.process;

import org.jspecify.annotations.NullMarked;
