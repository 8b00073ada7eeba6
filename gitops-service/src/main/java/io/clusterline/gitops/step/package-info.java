/** The steps of the add-ons stage, one class each. */
@NullMarked
package io.clusterline.gitops.step;

import org.jspecify.annotations.NullMarked;
