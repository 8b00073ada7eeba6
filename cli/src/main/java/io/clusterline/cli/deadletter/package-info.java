/** The dead-letter queues: read without loss, emptied one by one. */
@NullMarked
package io.clusterline.cli.deadletter;

import org.jspecify.annotations.NullMarked;
