/**
 * From a delivery to the event that ends a stage: message handler, dispatcher, attempt, write
 * guard, stall detector, watchdog, replay.
 */
@NullMarked
package io.clusterline.execution;

import org.jspecify.annotations.NullMarked;
