/** Image, instances and their addresses. */
@NullMarked
package io.clusterline.infra.machine;

import org.jspecify.annotations.NullMarked;
