/**
 * Drives the execution package of {@code common} in tests, so it sees what only that package sees.
 */
@org.jspecify.annotations.NullMarked
package io.clusterline.execution;
