/** The console: shows how builds stand. It reads the journal and nothing else. */
@NullMarked
package io.clusterline.console;

import org.jspecify.annotations.NullMarked;
