/** The RabbitMQ that the line or a test uses: a node of our own, or somebody else's. */
@NullMarked
package io.clusterline.broker;

import org.jspecify.annotations.NullMarked;
