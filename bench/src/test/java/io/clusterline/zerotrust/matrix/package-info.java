/** Who may connect to whom in eco2, against its generated network policies. */
@NullMarked
package io.clusterline.zerotrust.matrix;

import org.jspecify.annotations.NullMarked;
