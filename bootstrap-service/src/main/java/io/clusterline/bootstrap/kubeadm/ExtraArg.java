package io.clusterline.bootstrap.kubeadm;

/** A flag for a component, as kubeadm's v1beta4 takes them. */
record ExtraArg(String name, String value) {}
