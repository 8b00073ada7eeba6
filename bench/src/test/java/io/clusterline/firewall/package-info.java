/**
 * Compares required connections, from the rendered charts and kubeadm's configuration, with allowed
 * ones.
 */
@NullMarked
package io.clusterline.firewall;

import org.jspecify.annotations.NullMarked;
