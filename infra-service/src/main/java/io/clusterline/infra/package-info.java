/** Accepts requests and builds the AWS infrastructure of clusters. */
@NullMarked
package io.clusterline.infra;

import org.jspecify.annotations.NullMarked;
