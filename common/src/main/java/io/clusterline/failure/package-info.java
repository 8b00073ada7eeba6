/** Typed failures: the error codes and the exception that carries one. */
@NullMarked
package io.clusterline.failure;

import org.jspecify.annotations.NullMarked;
