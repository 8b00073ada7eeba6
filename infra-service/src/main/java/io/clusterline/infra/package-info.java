/** Accepts requests and builds what lies below the cluster on AWS. */
@NullMarked
package io.clusterline.infra;

import org.jspecify.annotations.NullMarked;
