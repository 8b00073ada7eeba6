package control

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/machine"
)

// Memory is what everything below the daemon holds.
type Memory struct {
	PSSBytes   int64            `json:"pssBytes"`   // of all processes; pages that several share are divided among them
	DiskBytes  int64            `json:"diskBytes"`  // the hosts' disks, which are in memory
	TotalBytes int64            `json:"totalBytes"` // both
	Machines   map[string]int64 `json:"machines"`   // pss by instance id
	Processes  int              `json:"processes"`
}

// measure reads every process of the sandbox's PID namespace.
func measure(hosts []machine.Status, directory string) (Memory, error) {
	memory := Memory{Machines: map[string]int64{}}
	owners := owners{}
	for _, host := range hosts {
		if host.PID > 0 {
			owners[strconv.Itoa(host.PID)] = host.ID
			memory.Machines[host.ID] = 0
		}
	}
	paths, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return Memory{}, err
	}
	for _, path := range paths {
		pss, ok := proportional(path)
		if !ok {
			continue // it has ended
		}
		memory.Processes++
		memory.PSSBytes += pss
		if id := owners.of(filepath.Base(path)); id != "" {
			memory.Machines[id] += pss
		}
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(directory, &disk); err != nil {
		return Memory{}, err
	}
	memory.DiskBytes = int64(disk.Blocks-disk.Bfree) * disk.Bsize
	memory.TotalBytes = memory.PSSBytes + memory.DiskBytes
	return memory, nil
}

// owners are instance ids by process id; a process is its parent's instance's, however many namespaces lie between.
type owners map[string]string

func (o owners) of(pid string) string {
	if pid == "0" || pid == "1" || pid == "" {
		return "" // the daemon, or a process that has ended
	}
	owner, known := o[pid]
	if !known {
		owner = o.of(parent(pid))
		o[pid] = owner
	}
	return owner
}

func parent(pid string) string {
	content, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:])) // its name may hold anything
	if len(fields) < 2 {
		return ""
	}
	return fields[1]
}

func proportional(path string) (int64, bool) {
	file, err := os.Open(filepath.Join(path, "smaps_rollup"))
	if err != nil {
		return 0, false
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, found := strings.CutPrefix(lines.Text(), "Pss:"); found {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kilobytes * 1024, err == nil
		}
	}
	return 0, false
}
