/** The SSH adapter: the only package that uses the SSH library. */
@NullMarked
package io.clusterline.bootstrap.ssh;

import org.jspecify.annotations.NullMarked;
