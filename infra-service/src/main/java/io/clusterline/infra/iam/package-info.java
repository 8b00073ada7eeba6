/** Permissions of the machines in AWS. */
@NullMarked
package io.clusterline.infra.iam;

import org.jspecify.annotations.NullMarked;
