package standin

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/cloudinit"
)

// hostnamectl has set-hostname NAME, hostname [NAME] and the plain form.
func hostnamectl(arguments []string) int {
	words := withoutOptions(arguments)
	if len(words) == 2 && (words[0] == "set-hostname" || words[0] == "hostname") {
		if err := unix.Sethostname([]byte(words[1])); err != nil {
			fmt.Fprintf(os.Stderr, "Could not set static hostname: %v\n", err)
			return 1
		}
		if err := os.WriteFile("/etc/hostname", []byte(words[1]+"\n"), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	name, err := os.Hostname()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if len(words) == 1 && words[0] == "hostname" {
		fmt.Println(name)
		return 0
	}
	fmt.Printf(" Static hostname: %s\n         Chassis: vm\n  Virtualization: clusterline sandbox\n", name)
	return 0
}

// timedatectl has set-timezone ZONE, set-ntp and the plain form.
func timedatectl(arguments []string) int {
	words := withoutOptions(arguments)
	if len(words) == 2 && words[0] == "set-timezone" {
		if err := cloudinit.SetTimezone("/", words[1]); err != nil {
			fmt.Fprintf(os.Stderr, "Failed to set time zone: %v\n", err)
			return 1
		}
		return 0
	}
	if len(words) == 2 && words[0] == "set-ntp" {
		return 0 // the host has the machine's clock
	}
	zone, err := os.ReadFile("/etc/timezone")
	if err != nil {
		zone = []byte("Etc/UTC")
	}
	fmt.Printf("                Time zone: %s\nSystem clock synchronized: yes\n              NTP service: active\n", strings.TrimSpace(string(zone)))
	return 0
}

func withoutOptions(arguments []string) []string {
	var words []string
	for _, argument := range arguments {
		if !strings.HasPrefix(argument, "-") {
			words = append(words, argument)
		}
	}
	return words
}
