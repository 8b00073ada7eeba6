/** The dead-letter queues: looked into without loss, emptied letter by letter. */
@NullMarked
package io.clusterline.cli.letters;

import org.jspecify.annotations.NullMarked;
