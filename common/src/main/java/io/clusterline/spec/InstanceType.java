package io.clusterline.spec;

/**
 * Resources of an EC2 instance type.
 *
 * @param name such as t3a.medium
 * @param vcpus counted by the account's quota
 * @param memoryGiB main memory
 */
public record InstanceType(String name, int vcpus, double memoryGiB) {}
