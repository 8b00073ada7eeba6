/**
 * The content of the real charts, rendered with the catalogue's values: written by a tool, read by
 * tests.
 */
@NullMarked
package io.clusterline.gitops.inventory;

import org.jspecify.annotations.NullMarked;
