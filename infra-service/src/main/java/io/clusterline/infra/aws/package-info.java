/** The way to AWS: clients, pacing, retries, errors, and how our own resources are found again. */
@NullMarked
package io.clusterline.infra.aws;

import org.jspecify.annotations.NullMarked;
