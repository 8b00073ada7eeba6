/**
 * The product's work on machines, done on real Debian machines: {@code sandbox/debian} boots them.
 */
@NullMarked
package io.clusterline.debian;

import org.jspecify.annotations.NullMarked;
