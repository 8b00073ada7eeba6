/** Add-ons, storage and ingress classes, and the GitOps root: the last layer of a build. */
@NullMarked
package io.clusterline.gitops;

import org.jspecify.annotations.NullMarked;
