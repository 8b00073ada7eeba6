/** The dead-letter queues: looked into without loss, emptied letter by letter. */
@NullMarked
package io.clusterline.cli.deadletter;

import org.jspecify.annotations.NullMarked;
