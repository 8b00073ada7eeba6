/** Test support of all modules: fakes, samples, a broker and a stand-in for AWS. */
@org.jspecify.annotations.NullMarked
package io.clusterline.testkit;
