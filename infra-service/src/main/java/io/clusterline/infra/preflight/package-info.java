/** What must be so before anything is made. */
@NullMarked
package io.clusterline.infra.preflight;

import org.jspecify.annotations.NullMarked;
