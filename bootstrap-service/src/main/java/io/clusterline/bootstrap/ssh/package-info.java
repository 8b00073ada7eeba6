/** The SSH adapter: the only package that knows the SSH library. */
@NullMarked
package io.clusterline.bootstrap.ssh;

import org.jspecify.annotations.NullMarked;
