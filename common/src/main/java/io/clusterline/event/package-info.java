/** Events and their CloudEvents encoding. */
@NullMarked
package io.clusterline.event;

import org.jspecify.annotations.NullMarked;
