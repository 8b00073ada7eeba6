/** Context of the stage's steps. */
@NullMarked
package io.clusterline.gitops.platform;

import org.jspecify.annotations.NullMarked;
