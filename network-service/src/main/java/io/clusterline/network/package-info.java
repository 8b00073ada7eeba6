/** Pod network, node roles and namespaces: stages cni and network. */
@NullMarked
package io.clusterline.network;

import org.jspecify.annotations.NullMarked;
