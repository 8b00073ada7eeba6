/** Login keys and host keys. */
@NullMarked
package io.clusterline.infra.access;

import org.jspecify.annotations.NullMarked;
