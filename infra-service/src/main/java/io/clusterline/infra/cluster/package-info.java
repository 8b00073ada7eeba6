@NullMarked
package io.clusterline.infra.cluster;

import org.jspecify.annotations.NullMarked;
