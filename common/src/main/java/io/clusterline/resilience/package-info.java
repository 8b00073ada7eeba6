/**
 * Calls to endpoints that may be slow, overloaded or down: retries with jitter, circuit breakers,
 * bulkheads.
 */
@NullMarked
package io.clusterline.resilience;

import org.jspecify.annotations.NullMarked;
