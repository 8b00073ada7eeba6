// Package vpc makes a VPC of a network namespace without a way out: a bridge per subnet with the address of the subnet's
// router, and a veth per host. Nothing in it has a default route, so a packet for any other address fails at once.
package vpc
