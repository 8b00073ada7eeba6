/** What a browser asks for. */
@NullMarked
package io.clusterline.console.page;

import org.jspecify.annotations.NullMarked;
