/** Processes that end with this one, and their resources: ports, private files. */
@NullMarked
package io.clusterline.process;

import org.jspecify.annotations.NullMarked;
