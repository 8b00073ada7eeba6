/** The step engine: one mechanism for build, plan, resume, rollback and delete. */
@NullMarked
package io.clusterline.stage;

import org.jspecify.annotations.NullMarked;
