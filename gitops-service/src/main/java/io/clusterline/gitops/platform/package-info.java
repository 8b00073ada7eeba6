/** What the steps of the stage work with. */
@NullMarked
package io.clusterline.gitops.platform;

import org.jspecify.annotations.NullMarked;
