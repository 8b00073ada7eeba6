/** The {@code clusterline} command. */
@NullMarked
package io.clusterline.cli;

import org.jspecify.annotations.NullMarked;
