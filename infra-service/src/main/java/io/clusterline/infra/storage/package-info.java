/** Buckets. */
@NullMarked
package io.clusterline.infra.storage;

import org.jspecify.annotations.NullMarked;
