/** Charts and releases: the only package that touches Helm. */
@NullMarked
package io.clusterline.gitops.helm;

import org.jspecify.annotations.NullMarked;
