/** The RabbitMQ broker of a pipeline or a test: a node of our own, or an external one. */
@NullMarked
package io.clusterline.broker;

import org.jspecify.annotations.NullMarked;
