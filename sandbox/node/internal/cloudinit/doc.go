// Package cloudinit stands in for cloud-init in a sandbox host. It carries out the instance's real user data, `#!` scripts
// and `#cloud-config`, in the original's stages, and answers `cloud-init status` as the original does. What it does not
// know it reports as an error, so that user data cannot appear to work here and be ignored.
package cloudinit
