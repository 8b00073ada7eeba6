/** The service as a whole, on a real broker and the AWS stand-in. */
@org.jspecify.annotations.NullMarked
package io.clusterline.infra.line;
