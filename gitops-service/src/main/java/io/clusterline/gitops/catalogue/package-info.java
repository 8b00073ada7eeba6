/** Which add-ons there are, and what one cluster gets of them. */
@NullMarked
package io.clusterline.gitops.catalogue;

import org.jspecify.annotations.NullMarked;
