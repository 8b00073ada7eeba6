/** Test support that several tests of this service share. */
@NullMarked
package io.clusterline.bootstrap.testing;

import org.jspecify.annotations.NullMarked;
