/** Charts and manifests on loopback, for clusters that have no way to the internet. */
@NullMarked
package io.clusterline.sandbox.mirror;

import org.jspecify.annotations.NullMarked;
