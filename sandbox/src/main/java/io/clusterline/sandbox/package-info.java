/** Starts the stand-ins of everything outside Clusterline, and injects latency and faults. */
@NullMarked
package io.clusterline.sandbox;

import org.jspecify.annotations.NullMarked;
