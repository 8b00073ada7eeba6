/** The pipeline on this machine: broker and services as processes that end with this one. */
@NullMarked
package io.clusterline.cli.line;

import org.jspecify.annotations.NullMarked;
