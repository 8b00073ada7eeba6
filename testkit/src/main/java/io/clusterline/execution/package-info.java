/**
 * Drives the execution package of {@code common} in tests, with access to its package-private
 * types.
 */
@org.jspecify.annotations.NullMarked
package io.clusterline.execution;
