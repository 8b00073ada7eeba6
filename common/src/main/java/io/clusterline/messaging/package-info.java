/** How events travel: topology, publishing, consuming, ticks, dead letters. */
@NullMarked
package io.clusterline.messaging;

import org.jspecify.annotations.NullMarked;
