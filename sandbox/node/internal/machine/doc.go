// Package machine makes what the AWS stand-in tells true: a network per VPC, a host per running instance, and the
// gateway's relays to it.
package machine
