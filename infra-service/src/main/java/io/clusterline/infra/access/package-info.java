/** Keys: who may log in, and how a machine is known at first contact. */
@NullMarked
package io.clusterline.infra.access;

import org.jspecify.annotations.NullMarked;
