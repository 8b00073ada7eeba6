// Package hostinit is the inside of a host: it enters the host's root, hides the machine's kernel settings, and is the
// host's first process, which boots sshd and cloud-init and runs the units.
package hostinit
