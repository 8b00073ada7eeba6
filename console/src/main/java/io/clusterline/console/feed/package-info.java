/** One reader of the journal, and what it tells all browsers. */
@NullMarked
package io.clusterline.console.feed;

import org.jspecify.annotations.NullMarked;
