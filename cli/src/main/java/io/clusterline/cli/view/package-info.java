/** What a watcher sees of a build: a fold over its events, and how it is drawn. */
@NullMarked
package io.clusterline.cli.view;

import org.jspecify.annotations.NullMarked;
