/** The demo: a sandbox, the line, one request, and a summary of what came of it. */
@NullMarked
package io.clusterline.cli.demo;

import org.jspecify.annotations.NullMarked;
