/** Shared by all parts of Clusterline. */
@NullMarked
package io.clusterline;

import org.jspecify.annotations.NullMarked;
