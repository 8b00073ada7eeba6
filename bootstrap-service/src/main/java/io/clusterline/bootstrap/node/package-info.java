/** Operations on a machine: commands, files, long runs that outlive the connection. */
@NullMarked
package io.clusterline.bootstrap.node;

import org.jspecify.annotations.NullMarked;
