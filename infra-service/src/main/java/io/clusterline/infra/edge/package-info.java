/** What stands between the internet and the cluster: certificates, records, the CDN. */
@NullMarked
package io.clusterline.infra.edge;

import org.jspecify.annotations.NullMarked;
