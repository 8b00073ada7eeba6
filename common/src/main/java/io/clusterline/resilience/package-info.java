/**
 * Calls to what may be slow, overloaded or gone: retries with jitter, circuit breakers, bulkheads.
 */
@NullMarked
package io.clusterline.resilience;

import org.jspecify.annotations.NullMarked;
