/** What the tests of every module share: fakes, samples, a broker and AWS to test against. */
@org.jspecify.annotations.NullMarked
package io.clusterline.testkit;
