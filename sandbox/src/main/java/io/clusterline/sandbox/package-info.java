/** Starts the stand-ins of everything outside the line, and tells them to be slow or to fail. */
@NullMarked
package io.clusterline.sandbox;

import org.jspecify.annotations.NullMarked;
