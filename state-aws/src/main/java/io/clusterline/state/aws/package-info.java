/** State store on AWS: documents on S3, secrets in Secrets Manager. */
@NullMarked
package io.clusterline.state.aws;

import org.jspecify.annotations.NullMarked;
