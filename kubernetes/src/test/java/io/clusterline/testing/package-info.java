/** Real parts that tests run against. */
package io.clusterline.testing;
