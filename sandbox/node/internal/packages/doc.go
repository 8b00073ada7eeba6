// Package packages stands in for apt and dpkg: a catalogue of the packages that a Kubernetes node needs, real sources
// lists, the real status file, the real lock and the real messages and exit codes. Installing a package links the
// sandbox's binaries and writes the files that the real package ships.
package packages
