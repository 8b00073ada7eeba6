/** State of clusters: cluster and stage records, ledger, leases, secrets. */
@NullMarked
package io.clusterline.state;

import org.jspecify.annotations.NullMarked;
