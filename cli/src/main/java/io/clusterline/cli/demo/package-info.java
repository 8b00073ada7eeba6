/** The demo: a sandbox, a pipeline, one request, and a summary of the result. */
@NullMarked
package io.clusterline.cli.demo;

import org.jspecify.annotations.NullMarked;
