/** What goes when everything goes, and the proof that it is gone. */
@NullMarked
package io.clusterline.infra.removal;

import org.jspecify.annotations.NullMarked;
