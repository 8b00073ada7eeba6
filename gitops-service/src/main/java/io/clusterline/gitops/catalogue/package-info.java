/** The catalogue of add-ons, and the plan of one cluster. */
@NullMarked
package io.clusterline.gitops.catalogue;

import org.jspecify.annotations.NullMarked;
