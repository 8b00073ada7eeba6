/** Views of builds and removals: folds over events, and their rendering. */
@NullMarked
package io.clusterline.cli.view;

import org.jspecify.annotations.NullMarked;
