package standin

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const loadedModules = "/run/sandbox/modules"

// loadable are the modules that node preparation loads. A host may not load modules into the machine's kernel; what they
// would give is either there already or only pretended.
var loadable = []string{"overlay", "br_netfilter", "nf_conntrack", "ip_vs", "ip_vs_rr", "ip_vs_wrr", "ip_vs_sh", "ip_tables",
	"iptable_nat", "iptable_filter", "ip6_tables", "ip6table_nat", "vxlan", "veth", "dummy", "nf_tables"}

func modprobe(arguments []string) int {
	quiet := slices.Contains(arguments, "-q") || slices.Contains(arguments, "--quiet")
	names := withoutOptions(arguments)
	if !slices.Contains(arguments, "-a") && len(names) > 1 {
		names = names[:1] // the rest are parameters of the module
	}
	for _, name := range names {
		if err := load(name); err != nil {
			if !quiet {
				fmt.Fprintln(os.Stderr, err)
			}
			return 1
		}
	}
	return 0
}

func load(name string) error {
	name = strings.ReplaceAll(name, "-", "_")
	if !slices.Contains(loadable, name) {
		return fmt.Errorf("modprobe: FATAL: Module %s not found in directory /lib/modules/%s", name, release())
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("modprobe: ERROR: could not insert '%s': Operation not permitted", name)
	}
	if err := os.MkdirAll(loadedModules, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(loadedModules, name), nil, 0o644)
}

func release() string {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		return "unknown"
	}
	return unix.ByteSliceToString(name.Release[:])
}

// lsmod lists what was loaded here, and then what the machine has.
func lsmod([]string) int {
	fmt.Println("Module                  Size  Used by")
	listed := map[string]bool{}
	entries, _ := os.ReadDir(loadedModules) // nothing loaded yet: no such directory
	for _, entry := range entries {
		listed[entry.Name()] = true
		fmt.Printf("%-20s %8d  0\n", entry.Name(), 16384)
	}
	file, err := os.Open("/proc/modules")
	if err != nil {
		return 0 // a kernel without modules
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 3 && !listed[fields[0]] {
			fmt.Printf("%-20s %8s  %s\n", fields[0], fields[1], fields[2])
		}
	}
	return 0
}
