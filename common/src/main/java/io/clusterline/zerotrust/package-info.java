/**
 * Who may connect to whom in a cluster: the network policies that follow from a specification, and
 * what the platform needs of any policy.
 */
@NullMarked
package io.clusterline.zerotrust;

import org.jspecify.annotations.NullMarked;
