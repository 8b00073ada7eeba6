/** Who has to reach whom, from the rendered charts and kubeadm's configuration, and who may. */
@NullMarked
package io.clusterline.firewall;

import org.jspecify.annotations.NullMarked;
