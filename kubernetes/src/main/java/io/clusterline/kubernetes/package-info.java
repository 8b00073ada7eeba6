/** The Kubernetes API as the line uses it: apply, look, wait, judge health. */
@NullMarked
package io.clusterline.kubernetes;

import org.jspecify.annotations.NullMarked;
