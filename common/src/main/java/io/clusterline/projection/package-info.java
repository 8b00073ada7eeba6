/**
 * The projection of the journal: from events to the state of a build, a removal and a cluster.
 * Command line, metrics, traces and page render it and nothing else.
 */
@NullMarked
package io.clusterline.projection;

import org.jspecify.annotations.NullMarked;
