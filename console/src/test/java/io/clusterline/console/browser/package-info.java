/** The page in a real browser: what its tests, which are JavaScript, need of a line. */
@NullMarked
package io.clusterline.console.browser;

import org.jspecify.annotations.NullMarked;
