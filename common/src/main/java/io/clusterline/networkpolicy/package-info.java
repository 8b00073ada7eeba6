/**
 * NetworkPolicies as {@code networking.k8s.io/v1} defines them, and what they allow. Knows nothing
 * of a cluster or a specification.
 */
@NullMarked
package io.clusterline.networkpolicy;

import org.jspecify.annotations.NullMarked;
