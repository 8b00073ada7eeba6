/** The Kubernetes API as the services use it: apply, poll, wait, assess health. */
@NullMarked
package io.clusterline.kubernetes;

import org.jspecify.annotations.NullMarked;
