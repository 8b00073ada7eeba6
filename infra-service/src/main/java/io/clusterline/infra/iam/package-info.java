/** What the machines may do in AWS. */
@NullMarked
package io.clusterline.infra.iam;

import org.jspecify.annotations.NullMarked;
