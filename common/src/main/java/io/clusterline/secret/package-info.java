/** Secrets: values that never show themselves, and the store that keeps them. */
@NullMarked
package io.clusterline.secret;

import org.jspecify.annotations.NullMarked;
