/** Checks before anything is created. */
@NullMarked
package io.clusterline.infra.preflight;

import org.jspecify.annotations.NullMarked;
