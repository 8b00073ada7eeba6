// Package unit is what the sandbox's hosts have in systemd's place: it reads real unit files with their drop-ins, runs
// services as the first process of a host, and answers systemctl with the original's words and exit codes. Only what the
// node's preparation rests on exists: services (simple, exec, notify, oneshot), their restarts, enabling and masking.
package unit
