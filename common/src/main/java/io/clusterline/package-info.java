/** What all parts of the line share. */
@NullMarked
package io.clusterline;

import org.jspecify.annotations.NullMarked;
