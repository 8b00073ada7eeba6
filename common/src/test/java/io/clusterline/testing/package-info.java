/** Fixtures for the tests of every module. */
@org.jspecify.annotations.NullMarked
package io.clusterline.testing;
