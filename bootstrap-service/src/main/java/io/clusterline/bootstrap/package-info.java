/** bootstrap-service: turns machines into nodes over SSH: OS preparation, kubeadm init and join. */
@NullMarked
package io.clusterline.bootstrap;

import org.jspecify.annotations.NullMarked;
